import { useEffect } from 'preact/hooks';
import type { App } from '../app';
import { pageMillis } from '../live/clock';
import type { Camera } from '../live/protocol';
import type { Trouble } from '../overlay/troubles';
import type { Journey } from '../camera/journeys';
import { useStore } from '../store';
import { Overlays } from './overlays';
import { useCameraPicture, useTick } from './useCameraPicture';
import { Guarded } from './errorView';
import { ago } from './silence';
import { advice, explanation, latency, rate, stateOf, stateWord, type StateOnScreen, UNKNOWN } from './words';

const EXAMPLE = `cameras:
  hall: {source: "rtsp://127.0.0.1:8554/hall", pipeline: people}
pipelines:
  people:
    stages:
      - detect: {model: nanodet, labels: [person], score: 0.4}`;

/** A live camera's picture older than this is said to be old. */
const QUIET_SECONDS = 3;
/** A picture further behind than this is said to be, and why. */
const BEHIND_MILLIS = 1_000;
/** So many failing stages are named on a picture. */
const TROUBLES = 2;

/** All cameras at once. */
export function Grid({ app }: { app: App }) {
  const { loaded, list } = useStore(app.cameras);
  useEffect(() => {
    document.title = 'Osprey';
  }, []);
  if (!loaded) {
    return <p class="centre quiet" aria-busy="true">Reading the cameras…</p>;
  }
  if (list.length === 0) {
    return <Empty />;
  }
  return (
    <section aria-labelledby="cameras">
      <div class="bar">
        <h1 id="cameras">Cameras <span class="quiet">{list.length}</span></h1>
        <span class="spacer" />
        <Overlays app={app} />
      </div>
      <div class={`grid n${Math.min(list.length, 5)}`} onKeyDown={moveFocus}>
        {list.map((camera) => (
          <Guarded key={camera.id} small what={camera.id}><Tile app={app} camera={camera} /></Guarded>
        ))}
      </div>
    </section>
  );
}

function Tile({ app, camera }: { app: App; camera: Camera }) {
  const { host, picture } = useCameraPicture(app, camera.id, 'grid');
  useTick(1000);
  const state = useShownState(app, camera);
  const stats = app.statsOf(camera.id);
  const troubles = picture.current?.troubles.list(pageMillis()) ?? [];
  return (
    <a class="tile" href={`#/camera/${encodeURIComponent(camera.id)}`} data-camera={camera.id}>
      <div class={`screen ${state === 'live' ? '' : 'dimmed'}`}>
        <div class="host" ref={host} />
        <Cover app={app} camera={camera} waiting={picture.current?.hasPicture !== true}
          because={picture.current?.waitingFor} troubles={troubles} />
      </div>
      <div class="caption">
        <StateDot state={state} />
        <strong class="name">{camera.id}</strong>
        <span class="word" aria-live="polite">{stateWord(state)}</span>
        {state === 'live' && <ModeBadge mode={stats.mode} reason={stats.modeReason} />}
        <Meters app={app} camera={camera} />
      </div>
    </a>
  );
}

/** Over a picture that is not moving: what is the matter, and what to do. */
export function Cover({ app, camera, waiting, because = '', troubles = [] }: {
  app: App;
  camera: Camera;
  waiting: boolean;
  because?: string;
  troubles?: Trouble[];
}) {
  const { state: connection, lostSinceMillis } = useStore(app.connection);
  const state = useShownState(app, camera);
  const now = pageMillis();
  if (state === UNKNOWN) {
    return <div class={waiting ? 'cover' : 'cover low'}><p>No connection for {ago(now - (lostSinceMillis ?? now), 0)}, trying again…</p></div>;
  }
  if (state === 'live' && waiting) {
    return connection === 'open' ? <div class="cover"><p>Waiting for a key frame…</p>{because !== '' && <p class="quiet">{because}</p>}</div> : null;
  }
  if (state === 'live') {
    const stats = app.statsOf(camera.id);
    const quiet = (now - stats.lastShownMillis) / 1000;
    const journey = stats.middleJourney(now);
    const words = quiet > QUIET_SECONDS ? `No new picture for ${Math.round(quiet)} s`
      : journey !== undefined && journey.screenMillis > BEHIND_MILLIS ? behindWords(journey) : '';
    return connection === 'open' && (words !== '' || troubles.length > 0)
      ? (
        <div class="cover low">
          {words !== '' && <p>{words}</p>}
          {troubles.slice(0, TROUBLES).map((trouble) => (
            <p key={trouble.stage} class="trouble" title={trouble.words}>{troubleWords(trouble)}</p>
          ))}
          {troubles.length > TROUBLES && <p class="trouble">and {troubles.length - TROUBLES} more</p>}
        </div>
      )
      : null;
  }
  return (
    <div class="cover">
      <p class="cover-word"><StateDot state={state} /> {stateWord(state)}</p>
      <p>{explanation(camera)}</p>
      {advice(camera) !== '' && <p class="quiet">{advice(camera)}</p>}
    </div>
  );
}

/** The camera's state as far as this page can know it. */
export function useShownState(app: App, camera: Camera): StateOnScreen {
  return useStore(app.connection).lostSinceMillis === undefined ? stateOf(camera) : UNKNOWN;
}

/** How far behind, and which part of the way took the most. */
export function behindWords({ arrivedMillis, decodedMillis, screenMillis }: Journey): string {
  const parts: [number, string][] = [
    [arrivedMillis, 'pictures arrive late over the network, or this browser is too busy'],
    [decodedMillis - arrivedMillis, 'this browser decodes too slowly'],
    [screenMillis - decodedMillis, 'this browser draws too slowly'],
  ];
  const why = parts.reduce((most, part) => (part[0] > most[0] ? part : most))[1];
  return `${ago(screenMillis)} behind: ${why}`;
}

export function StateDot({ state }: { state: StateOnScreen }) {
  return <i class={`dot ${state}`} aria-hidden="true" />;
}

const MODE_NAMES: Record<string, string> = { webcodecs: 'WebCodecs', mse: 'MSE', jpeg: 'JPEG' };

export function ModeBadge({ mode, reason }: { mode: string; reason: string }) {
  const name = MODE_NAMES[mode];
  return name === undefined ? null : <span class="badge" title={reason}>{name}</span>;
}

/** Rates and latency of the last second, as this page saw them. */
export function Meters({ app, camera }: { app: App; camera: Camera }) {
  const stats = app.statsOf(camera.id);
  const now = pageMillis();
  const live = useShownState(app, camera) === 'live';
  const shown = (samples: { rate(nowMillis: number): number }) => (live ? rate(samples.rate(now)) : '–');
  const { value, unit } = latency(live ? stats.middleJourney(now)?.screenMillis : undefined);
  const sure = app.clock.roundTripMillis === undefined ? '' : ` (give or take ${Math.ceil(app.clock.roundTripMillis / 2)} ms)`;
  return (
    <span class="meters">
      <span title="Pictures a second on this screen"><b>{shown(stats.shownAt)}</b> fps</span>
      <span title="Analyses a second" data-meter="analyses"><b>{shown(stats.analysedAt)}</b> an/s</span>
      <span title={`From a picture's arrival at the server to this screen: the middle of the last two seconds${sure}`}
        data-meter="latency"><b>{value}</b> {unit}</span>
    </span>
  );
}

const MISSING = { none: '', times: ' fails now and then', part: ' gives not all' };

export function troubleWords({ stage, words, missing }: Trouble): string {
  return `${stage}${MISSING[missing]}: ${words}`;
}

function Empty() {
  return (
    <section class="card empty" aria-labelledby="empty">
      <h1 id="empty">No cameras yet</h1>
      <p>Add one to <code>config/osprey.yaml</code>. The running server takes it over when the file is saved:</p>
      <pre><code>{EXAMPLE}</code></pre>
      <p>No camera at hand? <code>bin/osprey camera clip.mp4 --port 8554</code> serves a clip as one.</p>
    </section>
  );
}

/** Arrow keys go to the neighbour that lies in their direction on the screen. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const from = (event.target as HTMLElement).closest<HTMLElement>('.tile');
  if (step === undefined || from === null) {
    return;
  }
  const tiles = [...document.querySelectorAll<HTMLElement>('.tile')];
  const index = tiles.indexOf(from);
  const columns = tiles.filter((tile) => tile.offsetTop === tiles[0].offsetTop).length;
  const next = tiles[index + step[0] + step[1] * columns];
  if (next !== undefined) {
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }
}
