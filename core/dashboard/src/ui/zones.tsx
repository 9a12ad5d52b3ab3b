import { useEffect, useState } from 'preact/hooks';
import { api } from '../api';
import type { Zone } from '../zones/outline';

/** The camera's zones by name, and what is drawn now. */
export function Zones({ camera, drawn, draw }: { camera: string; drawn?: Zone; draw(zone: Zone | undefined): void }) {
  const [zones, setZones] = useState<Zone[]>([]);
  const [error, setError] = useState('');
  const drawing = drawn !== undefined;
  useEffect(() => {
    let wanted = true;
    setError('');
    api.zones(camera).then((list) => wanted && setZones(list), (failure: Error) => wanted && setError(failure.message));
    return () => {
      wanted = false;
    };
  }, [camera, drawing]);
  const remove = (name: string) => {
    if (window.confirm(`Remove the zone ${name}?`)) {
      api.removeZone(camera, name).then(() => setZones((list) => list.filter((zone) => zone.name !== name)),
        (failure: Error) => setError(failure.message));
    }
  };
  return (
    <section aria-labelledby="zones-title">
      <h2 id="zones-title">Zones <span class="quiet">{zones.length}</span></h2>
      {error !== '' && <p class="problem" role="alert">{error}</p>}
      <ul>
        {zones.map((zone) => (
          <li key={zone.name} class="line">
            <span class="what">{zone.name}</span>
            <span class="quiet">{zone.mask === true ? 'mask' : (zone.labels ?? []).join(', ')}</span>
            <span class="spacer" />
            <button type="button" disabled={drawing} aria-label={`Change ${zone.name}`} onClick={() => draw(zone)}>Change</button>
            <button type="button" disabled={drawing} aria-label={`Remove ${zone.name}`} onClick={() => remove(zone.name)}>Remove</button>
          </li>
        ))}
      </ul>
      <p><button type="button" disabled={drawing} onClick={() => draw({ name: '', polygon: [] })}>Draw a zone</button></p>
    </section>
  );
}
