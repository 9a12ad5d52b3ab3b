import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../app';
import { pageMillis } from '../live/clock';
import { useStore } from '../store';
import { Guarded } from './errorView';
import { Events } from './events';
import { focusMainIfLost, useRoute } from './focus';
import { FullView } from './full';
import { Grid } from './grid';
import { Lists } from './lists';
import { Mark } from './mark';
import { SignIn, Unreachable } from './signIn';

export function Page({ app }: { app: App }) {
  const session = useStore(app.session);
  const connected = useStore(app.connection).state === 'open';
  const where = useRoute();

  if (session.kind === 'asking') {
    return <main class="centre" aria-busy="true"><p class="quiet">Signing in…</p></main>;
  }
  if (session.kind === 'unreachable') {
    return <Unreachable message={session.message} retry={() => void app.check()} />;
  }
  if (session.kind === 'out') {
    return <SignIn message={session.message} signIn={(secret) => app.signIn(secret)} />;
  }
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}>Skip to the content</a>
      <Header app={app} view={where.view} name={session.session.name ?? 'signed in'} role={session.session.role} />
      <Banner app={app} />
      <main id="main" tabIndex={-1} class={connected ? '' : 'stale'}>
        <Guarded key={where.view === 'camera' ? `camera ${where.id}` : where.view} what="the view">
          {where.view === 'grid' && <Grid app={app} />}
          {where.view === 'camera' && <FullView app={app} id={where.id} shows={where.shows} />}
          {where.view === 'events' && <Events app={app} filter={where.filter} open={where.open} />}
          {where.view === 'stages' && <Lists />}
          {where.view === 'unknown' && <NoSuchPage />}
        </Guarded>
      </main>
    </>
  );
}

function NoSuchPage() {
  useEffect(() => {
    document.title = 'No such page · Osprey';
  }, []);
  return (
    <section class="card empty">
      <h1>There is no such page</h1>
      <p>The address <code>{location.hash.slice(0, 80)}</code> cannot be read. <a href="#/">Back to all cameras</a></p>
    </section>
  );
}

function Header({ app, view, name, role }: { app: App; view: string; name: string; role?: string }) {
  const help = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
      if (event.key === '?' && !typing && !event.ctrlKey && !event.metaKey) {
        help.current?.showModal();
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
  const current = (is: boolean) => (is ? 'page' : undefined);
  return (
    <header class="top">
      <a class="brand" href="#/" aria-label="Osprey, all cameras">
        <Mark />
        <span>Osprey</span>
      </a>
      <nav aria-label="Main">
        <a href="#/" aria-current={current(view !== 'stages' && view !== 'events')}>Cameras</a>
        <a href="#/events" aria-current={current(view === 'events')}>Events</a>
        <a href="#/stages" aria-current={current(view === 'stages')}>Stages</a>
      </nav>
      <span class="spacer" />
      <ConnectionWord app={app} />
      <button type="button" class="icon" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)"
        onClick={() => help.current?.showModal()}>?</button>
      <span class="who" title={role === undefined ? name : `${name}, ${role}`}>{name}</span>
      <button type="button" onClick={() => void app.signOut()}>Sign out</button>
      <dialog ref={help} aria-label="Keyboard shortcuts" onClick={(event) => {
        if (event.target === help.current) {
          help.current?.close();
        }
      }}>
        <h2>Keyboard</h2>
        <dl class="keys">
          <dt><kbd>Tab</kbd> <kbd>← ↑ ↓ →</kbd></dt><dd>from camera to camera</dd>
          <dt><kbd>Enter</kbd></dt><dd>open the camera</dd>
          <dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>previous and next camera, when one is open</dd>
          <dt><kbd>Esc</kbd></dt><dd>back to all cameras, or all events</dd>
          <dt><kbd>?</kbd></dt><dd>this list</dd>
        </dl>
        <form method="dialog"><button>Close</button></form>
      </dialog>
    </header>
  );
}

function ConnectionWord({ app }: { app: App }) {
  const { state, lostSinceMillis } = useStore(app.connection);
  const words = { open: 'Connected', connecting: 'Connecting…', waiting: 'Disconnected', closed: 'Disconnected' };
  const dot = state === 'open' ? 'live' : lostSinceMillis === undefined && state === 'connecting' ? 'connecting' : 'lost';
  return <span class="connection"><i class={`dot ${dot}`} /><span>{words[state]}</span></span>;
}

/** What the operator must know now: no connection, or a request that the server refused. */
function Banner({ app }: { app: App }) {
  const connection = useStore(app.connection);
  const cameras = useStore(app.cameras);
  const notices = useStore(app.notices.shown);
  const [, tick] = useState(0);
  const { lostSinceMillis } = connection;
  const down = lostSinceMillis !== undefined;
  useEffect(() => {
    if (!down) {
      return undefined;
    }
    const timer = setInterval(() => tick((n) => n + 1), 500);
    return () => clearInterval(timer);
  }, [down]);
  const seconds = Math.max(0, Math.ceil(((connection.retryAtMillis ?? 0) - pageMillis()) / 1000));
  return (
    <div aria-live="polite">
      {down && (
        <div class="banner bad">
          <strong>No connection to the server since {clockTime(lostSinceMillis)}.</strong>
          <span>
            {connection.state === 'waiting' ? `Trying again in ${seconds} s. ` : 'Trying again now. '}
            Pictures stand still until then. If it lasts, check that <code>bin/osprey run</code> still runs.
          </span>
          <button type="button" onClick={() => app.live.retryNow()}>Try now</button>
        </div>
      )}
      {!down && cameras.error !== '' && (
        <div class="banner bad"><strong>The list of cameras could not be read.</strong><span>{cameras.error}</span></div>
      )}
      {notices.map(({ about, text }) => (
        <div key={about} class="banner"><span>{text}</span>
          <button type="button" onClick={() => {
            app.notices.dismiss(about);
            focusMainIfLost();
          }}>Dismiss</button></div>
      ))}
    </div>
  );
}

/** As the operator's clock on the wall shows it. */
function clockTime(millis: number): string {
  return new Date(millis).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}
