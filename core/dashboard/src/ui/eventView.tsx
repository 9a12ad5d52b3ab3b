import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api';
import { type CloudEvent, isLife } from '../events/event';
import type { EventFeed } from '../events/feed';
import { type EventFilter, eventsHash } from '../events/filter';
import { clockTime, dayOf, dayWords, whatHappened } from '../events/words';
import { pictureOf } from './events';
import { cameraHash } from './route';

/** A clip is ready some seconds after what it shows; so long and so often it is looked for. */
const CLIP_AFTER_MILLIS = 60_000;
const LOOK_AGAIN_MILLIS = 4_000;

/** One event over the list: its picture, its clip, and all that is known of it. */
export function EventView({ feed, filter, id }: { feed: EventFeed; filter: EventFilter; id: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [read, setRead] = useState<CloudEvent>();
  const [error, setError] = useState('');
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    let wanted = true;
    let timer = 0;
    const ask = async (): Promise<void> => {
      try {
        const event = await api.event(id);
        if (!wanted) {
          return;
        }
        setRead(event);
        setError('');
        const latest = feed.of(event)?.event ?? event;
        if (event.data.clip === undefined && Date.now() - Date.parse(latest.time) < CLIP_AFTER_MILLIS) {
          timer = window.setTimeout(() => void ask(), LOOK_AGAIN_MILLIS);
        }
      } catch (failure) {
        if (wanted) {
          setError(failure instanceof Error ? failure.message : String(failure));
        }
      }
    };
    void ask();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [feed, id]);
  const close = () => dialog.current?.close();
  const event = read === undefined ? undefined : (feed.of(read)?.event ?? read);
  return (
    <dialog ref={dialog} class="event-view" aria-labelledby="event-title"
      onClose={() => {
        location.hash = eventsHash(filter);
      }}
      onClick={(click) => {
        if (click.target === dialog.current) {
          close();
        }
      }}>
      <header>
        <h2 id="event-title">{event === undefined ? 'Event' : whatHappened(event)}</h2>
        <button type="button" onClick={close}>Close</button>
      </header>
      {error !== '' && <p class="problem" role="alert">The event could not be read: {error}</p>}
      {event === undefined || read === undefined
        ? error === '' && <p class="quiet" aria-busy="true">Reading the event…</p>
        : (
          <>
            <Media read={read} />
            <Facts event={event} />
            <p class="row"><a class="button" href={cameraHash(event.data.camera)}>Camera {event.data.camera}</a></p>
          </>
        )}
    </dialog>
  );
}

function Media({ read }: { read: CloudEvent }) {
  const { snapshot, clip } = read.data;
  if (snapshot === undefined && clip === undefined) {
    return <p class="quiet">There is no picture and no clip of it.</p>;
  }
  return (
    <div class="media">
      {snapshot !== undefined && <a href={pictureOf(read.id)} target="_blank" rel="noopener"><img src={pictureOf(read.id)} alt={`Picture: ${whatHappened(read)}`} /></a>}
      {clip !== undefined && (
        <video controls playsInline preload="metadata" aria-label="Clip" src={`api/events/${encodeURIComponent(read.id)}/clip.mp4`} />
      )}
    </div>
  );
}

function Facts({ event }: { event: CloudEvent }) {
  const { data, subject } = event;
  const lines: [string, string | undefined][] = [
    ['Camera', data.camera],
    ['When', isLife(event) ? undefined : moment(event.time)],
    ['First seen', isLife(event) ? moment(data.startedAt) : undefined],
    ['Last seen', isLife(event) ? (data.endedAt === undefined ? 'not gone yet' : moment(data.endedAt)) : undefined],
    ['Severity', data.severity],
    ['Rule', data.rule],
    ['In', data.zones?.join(', ')],
    ['Score', data.score === undefined ? undefined : `${Math.round(data.score * 100)}%`],
    ['Ended as', isLife(event) ? data.reason : undefined],
    ['Object', subject],
    ['Acknowledged', data.acknowledged === undefined ? undefined : `by ${data.acknowledged.by}, ${moment(data.acknowledged.at)}`],
  ];
  return (
    <dl class="status">
      {lines.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

function moment(time: string | undefined): string {
  const millis = Date.parse(time ?? '');
  return Number.isNaN(millis) ? '–' : `${dayWords(dayOf(millis), Date.now())}, ${clockTime(millis)}`;
}
