import { useEffect, useState } from 'preact/hooks';
import type { App } from '../app';
import type { CameraPicture } from '../camera/cameraPicture';
import { TIMINGS_KEPT } from '../camera/timings';
import { eventsHash } from '../events/filter';
import { pageMillis } from '../live/clock';
import type { Camera } from '../live/protocol';
import type { StageResults } from '../overlay/analyses';
import { percentile } from '../stats';
import { useStore } from '../store';
import type { Trouble } from '../overlay/troubles';
import { focusMainIfLost } from './focus';
import { Cover, Meters, ModeBadge, StateDot, useShownState } from './grid';
import { Results } from './results';
import { cameraHash } from './route';
import { Sparkline } from './sparkline';
import { useCameraPicture, useTick } from './useCameraPicture';
import { useViews, ViewChoice, ViewPicture } from './views';
import { ZoneForm, ZoneOutline } from './zoneEditor';
import { Zones } from './zones';
import type { Zone } from '../zones/outline';
import { bitRate, figure, latency, rate, size, stateWord, UNKNOWN } from './words';

const MISSING = { none: 'No results:', times: 'Fails now and then:', part: 'Not all results:' };

/** One camera: its picture at full size, its stages, what they found, how it does. */
export function FullView({ app, id, shows }: { app: App; id: string; shows?: string }) {
  const { loaded, list } = useStore(app.cameras);
  const camera = list.find((one) => one.id === id);
  useKeys(list, id);
  useEffect(() => {
    document.title = `${id} · Osprey`;
  }, [id]);
  if (camera === undefined) {
    return loaded ? (
      <section class="card empty">
        <h1>There is no camera “{id}”</h1>
        <p>It may have been removed or renamed. <a href="#/">Back to all cameras</a></p>
      </section>
    ) : <p class="centre quiet" aria-busy="true">Reading the cameras…</p>;
  }
  return <Open app={app} camera={camera} list={list} shows={shows} />;
}

function Open({ app, camera, list, shows }: { app: App; camera: Camera; list: Camera[]; shows?: string }) {
  const views = useViews(app, camera.id);
  const { host, picture } = useCameraPicture(app, camera.id, 'full');
  useTick(500);
  const stats = app.statsOf(camera.id);
  const session = useStore(app.session);
  const [drawn, draw] = useState<Zone>();
  const drawnDone = () => {
    draw(undefined);
    focusMainIfLost();
  };
  useEffect(() => draw(undefined), [camera.id]);
  const found = picture.current?.found ?? [];
  const index = list.indexOf(camera);
  const state = useShownState(app, camera);
  const now = pageMillis();
  const troubles = picture.current?.troubles.list(now) ?? [];
  const reason = shows === undefined ? stats.modeReason : `What the stage ${shows} makes of the picture, as JPEG`;
  const snapshot = shows === undefined ? 'annotated=true' : `view=${encodeURIComponent(shows)}`;
  return (
    <article class="full" aria-label={`Camera ${camera.id}`}>
      <header class="full-head">
        <a class="button" href="#/" title="All cameras (Esc)">← All cameras</a>
        <h1 tabIndex={-1}><StateDot state={state} /> {camera.id} <span class="word" aria-live="polite">{stateWord(state)}</span></h1>
        <span class="spacer" />
        <a class="button" href={eventsHash({ camera: camera.id })}>Events of this camera</a>
        <Neighbour camera={list[index - 1]} sign="‹" words="Previous camera" />
        <Neighbour camera={list[index + 1]} sign="›" words="Next camera" />
      </header>
      <div class="full-body">
        <div class="full-main">
          <div class={`screen ${state === 'live' ? '' : 'dimmed'}`}>
            <div class="host" ref={host} />
            {shows !== undefined && <ViewPicture app={app} camera={camera.id} view={shows} />}
            <Cover app={app} camera={camera} waiting={shows === undefined && picture.current?.hasPicture !== true}
              because={picture.current?.waitingFor} />
            {drawn !== undefined && (
              <ZoneOutline zone={drawn} change={draw} done={drawnDone}
                width={camera.width || stats.width || 16} height={camera.height || stats.height || 9} />
            )}
          </div>
          {drawn !== undefined && <ZoneForm camera={camera.id} zone={drawn} change={draw} done={drawnDone} />}
          <div class="under">
            <ModeBadge mode={shows === undefined ? stats.mode : 'jpeg'} reason={reason} />
            {shows === undefined && <Meters app={app} camera={camera} />}
            <span class="spacer" />
            <ViewChoice camera={camera.id} views={views} shows={shows} />
            <a href={`api/cameras/${encodeURIComponent(camera.id)}/snapshot.jpg?${snapshot}`} target="_blank"
              rel="noopener">Snapshot</a>
          </div>
          <p class="quiet mode-reason">{reason}.</p>
        </div>
        <aside class="side" aria-label="Details">
          <Stages app={app} camera={camera} found={found} timings={picture.current?.timings.byStage ?? new Map()}
            troubles={troubles} />
          <Results app={app} found={found} last={lastResults(app, picture.current)} troubles={troubles} />
          {session.kind === 'in' && session.session.role === 'admin' && <Zones camera={camera.id} drawn={drawn} draw={draw} />}
          <Status app={app} camera={camera} />
        </aside>
      </div>
    </article>
  );
}

/** Of each stage its last results, with their age on the server's clock. */
function lastResults(app: App, picture: CameraPicture | undefined) {
  const now = pageMillis();
  return [...(picture?.analyses.lastResults() ?? [])].map(([stage, { results, captureMicros }]) =>
    ({ stage, results, ageMillis: app.clock.ageMillis(captureMicros, now) ?? 0 }));
}

function Neighbour({ camera, sign, words }: { camera?: Camera; sign: string; words: string }) {
  return camera === undefined
    ? <span class="button step off" aria-hidden="true">{sign}</span>
    : (
      <a class="button step" data-step={sign} href={cameraHash(camera.id)} aria-label={`${words}: ${camera.id}`}
        title={`${words}: ${camera.id}`}>{sign}</a>
    );
}

function Stages({ app, camera, found, timings, troubles }: {
  app: App;
  camera: Camera;
  found: StageResults[];
  timings: ReadonlyMap<string, number[]>;
  troubles: Trouble[];
}) {
  const hidden = useStore(app.hiddenStages);
  const names = [...new Set([...timings.keys(), ...found.map(({ stage }) => stage), ...troubles.map(({ stage }) => stage)])];
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">Stages <span class="quiet">{camera.pipeline ?? ''}</span></h2>
      {names.length === 0
        ? <p class="quiet">No analysis has come yet.</p>
        : (
          <ul class="stages">
            {names.map((stage) => {
              const values = timings.get(stage) ?? [];
              const trouble = troubles.find((one) => one.stage === stage);
              return (
                <li key={stage}>
                  <label>
                    <input type="checkbox" checked={!hidden.has(stage)}
                      onChange={(event) => app.showStages([stage], event.currentTarget.checked)} />
                    <span class="stage-name" title={`Draw what ${stage} finds`}>{stage}</span>
                  </label>
                  <Sparkline values={values} capacity={TIMINGS_KEPT} />
                  <span class="millis" title="Middle of the last runs">{values.length === 0 ? '–' : `${figure(percentile(values, 0.5), 1)} ms`}</span>
                  {trouble !== undefined && (
                    <p class="stage-trouble"><strong>{MISSING[trouble.missing]}</strong> {trouble.words}</p>
                  )}
                </li>
              );
            })}
          </ul>
        )}
    </section>
  );
}

function Status({ app, camera }: { app: App; camera: Camera }) {
  const stats = app.statsOf(camera.id);
  const now = pageMillis();
  const journey = stats.middleJourney(now);
  const whole = latency(journey?.screenMillis);
  const part = latency(journey?.decodedMillis);
  const lines: [string, string][] = [
    ['Picture', size(camera.width || stats.width, camera.height || stats.height)],
    ['Codec', camera.codec || '–'],
    ['Rate', `${figure(camera.fps, 1)} fps, ${bitRate(camera.kbps)}`],
    ['Key frame every', camera.keyFrameIntervalSeconds ? `${figure(camera.keyFrameIntervalSeconds, 1)} s` : '–'],
    ['Analyses', `${rate(camera.analysesPerSecond)} a second`],
    ['To the result', camera.latencyMillis
      ? `${figure(camera.latencyMillis)} ms, at most ${figure(camera.latencyP99Millis)} in 99 of 100` : '–'],
    ['To the screen', journey === undefined ? '–' : `${whole.value} ${whole.unit}, of which ${part.value} ${part.unit} until `
      + (stats.mode === 'mse' ? 'handed to the browser' : 'decoded')],
    ['Dropped', `${figure(camera.framesDropped)} by the server, ${stats.dropped + stats.late} by this page`],
    ...(stats.paintErrors === 0 ? [] : [['Not drawn', `${stats.paintErrors}, the last: ${stats.paintError}`] as [string, string]]),
    ...(camera.stateMessage && camera.stateMessage !== 'live' ? [['Stream', camera.stateMessage] as [string, string]] : []),
    ['Reconnects', figure(camera.reconnects)],
    ['Last error', camera.lastError || 'none'],
  ];
  return (
    <section aria-labelledby="status">
      <h2 id="status">{useShownState(app, camera) === UNKNOWN ? 'Status before the connection was lost' : 'Status'}</h2>
      <dl class="status">
        {lines.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
        {(camera.streams ?? []).map((stream, i) => (
          <div key={i} class="wide">
            <dt>{(stream.roles ?? []).join(', ') || 'stream'}</dt>
            <dd><code>{stream.source ?? '–'}</code></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function useKeys(list: Camera[], id: string): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLSelectElement
        || (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox');
      if (typing || document.querySelector('dialog[open]') !== null) {
        return;
      }
      const index = list.findIndex((camera) => camera.id === id);
      if (event.key === 'Escape') {
        location.hash = '#/';
      } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
        const next = list[index + (event.key === 'ArrowLeft' ? -1 : 1)];
        if (next !== undefined) {
          location.hash = cameraHash(next.id);
        }
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [list, id]);
}
