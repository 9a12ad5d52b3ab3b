import { useEffect, useMemo } from 'preact/hooks';
import type { App } from '../app';
import type { Entry } from '../events/entries';
import { isLife } from '../events/event';
import { EventFeed, type Shown } from '../events/feed';
import { type EventFilter, eventsHash, NO_FILTER } from '../events/filter';
import { clockTime, dayOf, dayWords, whatHappened, whereNow } from '../events/words';
import { useStore } from '../store';
import { EventFilters } from './eventFilters';
import { EventView } from './eventView';

const LIVE_WORDS = { on: 'Live', broken: 'New ones do not come now: trying again', off: '' };

/** What has happened, the newest first, and what happens. */
export function Events({ app, filter, open }: { app: App; filter: EventFilter; open?: string }) {
  const wanted = JSON.stringify(filter);
  const feed = useMemo(() => new EventFeed(filter, () => void app.check()), [wanted]);
  const seen = useStore(app.pageVisible);
  const shown = useStore(feed.shown);
  useEffect(() => {
    document.title = 'Events · Osprey';
  }, []);
  useEffect(() => {
    if (seen && !feed.shown.get().newerLeftOut) {
      void feed.start();
    }
    return () => feed.stop();
  }, [feed, seen]);
  return (
    <section class="events" aria-labelledby="events">
      <div class="bar">
        <h1 id="events">Events</h1>
        {shown.live !== 'off' && (
          <span class="word"><i class={`dot ${shown.live === 'on' ? 'live' : 'stalled'}`} aria-hidden="true" /> {LIVE_WORDS[shown.live]}</span>
        )}
      </div>
      <EventFilters app={app} filter={filter} entries={shown.entries} />
      <Body feed={feed} shown={shown} filter={filter} />
      {open !== undefined && <EventView key={open} feed={feed} filter={filter} id={open} />}
    </section>
  );
}

function Body({ feed, shown, filter }: { feed: EventFeed; shown: Shown; filter: EventFilter }) {
  const { entries, state, error, more } = shown;
  if (state === 'reading') {
    return <p class="centre quiet" aria-busy="true">Reading the events…</p>;
  }
  return (
    <>
      {error !== '' && (
        <p class="problem" role="alert">
          <strong>The events could not be read.</strong> {error}{' '}
          <button type="button" onClick={() => void (state === 'failed' ? feed.start() : feed.older())}>Try again</button>
        </p>
      )}
      {shown.newerLeftOut && (
        <p class="notice">Newer events are left out here. <button type="button" onClick={() => void feed.start()}>Back to the newest</button></p>
      )}
      {state === 'read' && entries.length === 0 && <None filter={filter} more={more} />}
      <List entries={entries} filter={filter} />
      {more && state === 'read' && (
        <p class="older"><button type="button" aria-busy={shown.readingMore} onClick={() => void feed.older()}>
          {shown.readingMore ? 'Reading…' : 'Older events'}</button></p>
      )}
    </>
  );
}

function None({ filter, more }: { filter: EventFilter; more: boolean }) {
  const filtered = JSON.stringify(filter) !== JSON.stringify(NO_FILTER);
  if (more) {
    return <p class="quiet">None was found so far.</p>;
  }
  return filtered
    ? <p class="quiet none">No event matches. <a href={eventsHash()}>Show all</a></p>
    : (
      <section class="card empty">
        <h2>Nothing has happened yet</h2>
        <p>Events come by themselves where a pipeline detects objects: when one comes into view and when it is gone. Zones, lines
          and rules of the configuration make more of them.</p>
      </section>
    );
}

function List({ entries, filter }: { entries: readonly Entry[]; filter: EventFilter }) {
  const now = Date.now();
  const days: [string, Entry[]][] = [];
  for (const entry of entries) {
    const day = dayOf(entry.atMillis);
    const last = days[days.length - 1];
    if (last !== undefined && last[0] === day) {
      last[1].push(entry);
    } else {
      days.push([day, [entry]]);
    }
  }
  return (
    <>
      {days.map(([day, list]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} class="day">{dayWords(day, now)}</h2>
          <ol class="event-list">
            {list.map((entry) => <Row key={entry.key} entry={entry} filter={filter} />)}
          </ol>
        </section>
      ))}
    </>
  );
}

function Row({ entry, filter }: { entry: Entry; filter: EventFilter }) {
  const { event, atMillis, picture } = entry;
  const { camera, severity = 'info', clip } = event.data;
  const where = whereNow(event);
  const there = isLife(event) && event.data.endedAt === undefined;
  return (
    <li>
      <a class={`event ${severity}`} href={eventsHash(filter, event.id)} data-event={entry.key}>
        <span class="thumb">
          {picture !== undefined && <img src={pictureOf(picture)} alt="" loading="lazy" decoding="async" />}
          {clip !== undefined && <span class="badge">clip</span>}
        </span>
        <span class="event-words">
          <strong>{whatHappened(event)}</strong>
          <span class="quiet">{camera}{where === '' ? '' : ` · ${where}`}{there ? ' · not gone yet' : ''}</span>
        </span>
        <span class="event-when">
          {severity !== 'info' && <span class={`severity ${severity}`}>{severity}</span>}
          <time dateTime={new Date(atMillis).toISOString()}>{clockTime(atMillis)}</time>
        </span>
      </a>
    </li>
  );
}

/** Beside the page, wherever a proxy has put it. */
export function pictureOf(id: string): string {
  return `api/events/${encodeURIComponent(id)}/snapshot.jpg`;
}
