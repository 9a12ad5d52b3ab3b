import { useEffect } from 'preact/hooks';
import type { App } from '../app';
import { pageMillis } from '../live/clock';
import type { Camera } from '../live/protocol';
import { percentile } from '../stats';
import { useStore } from '../store';
import { Overlays } from './overlays';
import { useCameraPicture, useTick } from './useCameraPicture';
import { advice, explanation, figure, stateOf, STATE_WORDS } from './words';

const EXAMPLE = `cameras:
  hall: {source: "rtsp://127.0.0.1:8554/hall", pipeline: people}
pipelines:
  people:
    stages:
      - detect: {model: nanodet, labels: [person], score: 0.4}`;

/** A live camera's picture older than this is said to be old. */
const QUIET_SECONDS = 3;

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
        {list.map((camera) => <Tile key={camera.id} app={app} camera={camera} />)}
      </div>
    </section>
  );
}

function Tile({ app, camera }: { app: App; camera: Camera }) {
  const { host, picture } = useCameraPicture(app, camera.id, 'grid');
  useTick(1000);
  const state = stateOf(camera);
  const stats = app.statsOf(camera.id);
  return (
    <a class="tile" href={`#/camera/${encodeURIComponent(camera.id)}`} data-camera={camera.id}>
      <div class={`screen ${state === 'live' ? '' : 'dimmed'}`}>
        <div class="host" ref={host} />
        <Cover app={app} camera={camera} waiting={picture.current?.hasPicture !== true} />
      </div>
      <div class="caption">
        <StateDot camera={camera} />
        <strong class="name">{camera.id}</strong>
        <span class="word" aria-live="polite">{STATE_WORDS[state]}</span>
        {state === 'live' && <ModeBadge mode={stats.mode} reason={stats.modeReason} />}
        <Meters app={app} camera={camera} />
      </div>
    </a>
  );
}

/** Over a picture that is not moving: what is the matter, and what to do. */
export function Cover({ app, camera, waiting }: { app: App; camera: Camera; waiting: boolean }) {
  const connected = useStore(app.connection).state === 'open';
  const state = stateOf(camera);
  if (state === 'live' && waiting) {
    return connected ? <div class="cover"><p>Waiting for a key frame…</p></div> : null;
  }
  if (state === 'live') {
    const quiet = (pageMillis() - app.statsOf(camera.id).lastShownMillis) / 1000;
    return connected && quiet > QUIET_SECONDS
      ? <div class="cover low"><p>No new picture for {Math.round(quiet)} s</p></div>
      : null;
  }
  return (
    <div class="cover">
      <p class="cover-word"><StateDot camera={camera} /> {STATE_WORDS[state]}</p>
      <p>{explanation(camera)}</p>
      {advice(camera) !== '' && <p class="quiet">{advice(camera)}</p>}
    </div>
  );
}

export function StateDot({ camera }: { camera: Camera }) {
  return <i class={`dot ${stateOf(camera)}`} aria-hidden="true" />;
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
  const live = stateOf(camera) === 'live';
  const fps = stats.shownAt.since(now - 2000).length / 2;
  const analyses = stats.analysedAt.since(now - 2000).length / 2;
  const latency = percentile(stats.captureToScreenMillis.since(now - 1000), 0.5);
  const shown = (value: number | undefined) => (live ? figure(value) : '–');
  return (
    <span class="meters">
      <span title="Pictures a second on this screen"><b>{shown(fps)}</b> fps</span>
      <span title="Analyses a second"><b>{shown(analyses)}</b> an/s</span>
      <span title="From the camera's arrival at the server to this screen: the middle of the last second"
        data-meter="latency"><b>{shown(latency)}</b> ms</span>
    </span>
  );
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
