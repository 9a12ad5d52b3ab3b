import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api';
import { added, corner, missing, moved, type Zone } from '../zones/outline';

const STEP = 0.01;
const LONG_STEP = 0.05;

interface Drawn {
  zone: Zone;
  change(zone: Zone): void;
  done(): void;
}

/** Over a camera's picture of this size: a zone's outline, drawn with the mouse or by keys. */
export function ZoneOutline({ zone, change, done, width, height }: Drawn & { width: number; height: number }) {
  const outline = zone.polygon;
  const [dragged, setDragged] = useState<number>();
  const picture = useRef<SVGSVGElement>(null);
  const set = (polygon: Zone['polygon']) => change({ ...zone, polygon });
  const at = (event: PointerEvent) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.current?.getScreenCTM()?.inverse());
    return corner(x / width, y / height);
  };
  const pressed = (event: PointerEvent) => {
    if (event.button !== 0) {
      return;
    }
    picture.current?.setPointerCapture(event.pointerId);
    const index = (event.target as SVGElement).dataset.corner;
    if (index === undefined) {
      set([...outline, at(event)]);
      setDragged(outline.length);
    } else {
      setDragged(Number(index));
    }
  };
  const key = (event: KeyboardEvent) => {
    notForThePage(event, done);
    const index = Number((event.target as SVGElement).dataset.corner ?? Number.NaN);
    const [x, y] = outline[index] ?? [];
    if (x === undefined || y === undefined) {
      return;
    }
    const step = event.shiftKey ? LONG_STEP : STEP;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      set(moved(outline, index, corner(x + by[0], y + by[1])));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      set(outline.filter((_, i) => i !== index));
      document.getElementById('add-corner')?.focus();
    }
  };
  return (
    <svg ref={picture} class="zone-outline" viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Outline of the zone"
      onKeyDown={key} onPointerDown={pressed} onPointerUp={() => setDragged(undefined)}
      onPointerMove={(event) => dragged !== undefined && set(moved(outline, dragged, at(event)))}>
      <polygon points={outline.map(([x, y]) => `${x * width},${y * height}`).join(' ')} />
      {outline.map(([x, y], i) => (
        <circle key={i} cx={x * width} cy={y * height} r={width / 90} data-corner={i} tabindex={0} role="button"
          aria-label={`Corner ${i + 1}, ${Math.round(x * 100)}% from the left, ${Math.round(y * 100)}% from the top`} />
      ))}
    </svg>
  );
}

/** Below the picture: the zone's name, and what to do with what is drawn. */
export function ZoneForm({ camera, zone, change, done }: Drawn & { camera: string }) {
  const [error, setError] = useState('');
  const [saving, setSaving] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const isNew = zone.origin === undefined;
  useEffect(() => (isNew ? first.current : document.getElementById('add-corner'))?.focus(), []);
  const save = async (event: Event) => {
    event.preventDefault();
    const { name, origin: _origin, ...settings } = zone;
    const words = missing(name, zone.polygon);
    setError(words);
    if (words !== '') {
      return;
    }
    setSaving(true);
    try {
      await api.putZone(camera, name, settings);
      done();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      setSaving(false);
    }
  };
  return (
    <form class="zone-form" aria-label="Zone" onSubmit={(event) => void save(event)} onKeyDown={(event) => notForThePage(event, done)}>
      <input ref={first} type="text" aria-label="Name of the zone" placeholder="Name" maxLength={64} value={zone.name}
        disabled={!isNew} onInput={(event) => change({ ...zone, name: event.currentTarget.value })} />
      <button type="button" id="add-corner" onClick={() => change({ ...zone, polygon: added(zone.polygon) })}>Add a corner</button>
      <button type="submit" class="primary" disabled={saving}>Save</button>
      <button type="button" onClick={done}>Cancel</button>
      <p class="quiet">Click into the picture for corners and drag them. By keys: Tab goes to a corner, arrows move it, with Shift
        farther, Delete removes it.</p>
      {error !== '' && <p class="problem" role="alert">{error}</p>}
    </form>
  );
}

/** Keys are not for the page, which would go to another camera; Escape gives up. */
function notForThePage(event: KeyboardEvent, done: () => void): void {
  event.stopPropagation();
  if (event.key === 'Escape') {
    done();
  }
}
