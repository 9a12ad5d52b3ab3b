import type { App } from '../app';
import type { Entry } from '../events/entries';
import { type EventFilter, eventsHash, KINDS, NO_FILTER } from '../events/filter';
import { useStore } from '../store';

/** Which events are shown; what is chosen goes into the address. */
export function EventFilters({ app, filter, entries }: { app: App; filter: EventFilter; entries: readonly Entry[] }) {
  const { list } = useStore(app.cameras);
  const cameras = [...new Set([...list.map(({ id }) => id), ...(filter.camera === '' ? [] : [filter.camera])])];
  const change = (part: Partial<EventFilter>) => {
    location.hash = eventsHash({ ...filter, ...part });
  };
  const labels = known(entries.map(({ event }) => event.data.label));
  const zones = known(entries.flatMap(({ event }) => [event.data.zone, ...(event.data.zones ?? [])]));
  const filtered = JSON.stringify(filter) !== JSON.stringify(NO_FILTER);
  return (
    <form class="filters" aria-label="Which events" onSubmit={(event) => event.preventDefault()}>
      <label><span>Camera</span>
        <select value={filter.camera} onChange={(event) => change({ camera: event.currentTarget.value })}>
          <option value="">All</option>
          {cameras.map((id) => <option key={id} value={id}>{id}</option>)}
        </select>
      </label>
      <label><span>What</span>
        <select value={filter.type} onChange={(event) => change({ type: event.currentTarget.value })}>
          {Object.entries(KINDS).map(([type, { words }]) => <option key={type} value={type}>{words}</option>)}
        </select>
      </label>
      <label><span>Label</span>
        <input type="text" list="labels" value={filter.label} placeholder="Any" maxLength={100}
          onChange={(event) => change({ label: event.currentTarget.value.trim() })} />
        <datalist id="labels">{labels.map((label) => <option key={label} value={label} />)}</datalist>
      </label>
      <label><span>Zone</span>
        <input type="text" list="zones" value={filter.zone} placeholder="Any" maxLength={100}
          onChange={(event) => change({ zone: event.currentTarget.value.trim() })} />
        <datalist id="zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
      </label>
      <label><span>At least</span>
        <select value={filter.severity} onChange={(event) => change({ severity: event.currentTarget.value })}>
          <option value="">Info</option>
          <option value="warning">Warning</option>
          <option value="alert">Alert</option>
        </select>
      </label>
      <label><span>Day</span>
        <input type="date" value={filter.day} onChange={(event) => change({ day: event.currentTarget.value })} />
      </label>
      {filtered && <a class="button" href={eventsHash()}>Show all</a>}
    </form>
  );
}

function known(names: (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
