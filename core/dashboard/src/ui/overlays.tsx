import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { useStore } from '../store';

/** What a kind of result looks like on the picture. */
const KIND_WORDS: Record<string, string> = {
  detection: 'boxes', mask: 'masks', keypoints: 'skeletons', text: 'text', classification: 'label', caption: 'caption',
  value: 'figures', attributes: 'attributes', image: 'pictures',
};

/** A menu of all stages: which of them draw on all cameras' pictures. */
export function Overlays({ app }: { app: App }) {
  const stages = useStore(app.stages);
  const hidden = useStore(app.hiddenStages);
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => closeFromOutside(menu), []);
  const names = [...stages.keys()].sort();
  const off = names.filter((name) => hidden.has(name)).length;
  const state = off === 0 ? 'all' : off === names.length ? 'none' : `${names.length - off} of ${names.length}`;
  return (
    <details class="menu" ref={menu}>
      <summary class="button">Overlays{names.length > 0 && <span class="quiet"> {state}</span>}</summary>
      <fieldset>
        <legend>Drawn on all cameras</legend>
        {names.length === 0 && <p class="quiet">No analysis has come yet.</p>}
        {names.map((stage) => (
          <label key={stage}>
            <input type="checkbox" checked={!hidden.has(stage)}
              onChange={(event) => app.showStages([stage], event.currentTarget.checked)} />
            <span class="stage-name">{stage}</span>
            <span class="quiet">{(stages.get(stage) ?? []).map((kind) => KIND_WORDS[kind] ?? kind).join(', ')}</span>
          </label>
        ))}
        {names.length > 0 && (
          <p class="row">
            <button type="button" onClick={() => app.showStages(names, true)}>All</button>
            <button type="button" onClick={() => app.showStages(names, false)}>None</button>
          </p>
        )}
      </fieldset>
    </details>
  );
}

/** Escape, or a click or the focus elsewhere, closes the menu. */
function closeFromOutside(menu: { current: HTMLDetailsElement | null }): () => void {
  const pressed = (event: KeyboardEvent) => {
    const open = menu.current;
    if (event.key === 'Escape' && open?.open === true) {
      open.open = false;
      open.querySelector('summary')?.focus();
    }
  };
  const elsewhere = (event: Event) => {
    const open = menu.current;
    if (open?.open === true && !open.contains(event.target as Node)) {
      open.open = false;
    }
  };
  document.addEventListener('keydown', pressed);
  document.addEventListener('pointerdown', elsewhere);
  document.addEventListener('focusin', elsewhere);
  return () => {
    document.removeEventListener('keydown', pressed);
    document.removeEventListener('pointerdown', elsewhere);
    document.removeEventListener('focusin', elsewhere);
  };
}
