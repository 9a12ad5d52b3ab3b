import { decoded } from './address';
import { api, ApiError, type Secret, type Session } from './api';
import { pageMillis, ServerClock } from './live/clock';
import { LiveConnection, type ConnectionState } from './live/connection';
import type { Analysis, Camera } from './live/protocol';
import { Notices } from './notices';
import { CameraStats } from './stats';
import { Store } from './store';
import { type Capability, choose, thisBrowser } from './video/capability';

export type SessionState =
  | { kind: 'asking' }
  | { kind: 'in'; session: Session }
  | { kind: 'out'; message: string }
  | { kind: 'unreachable'; message: string };

export interface Connection {
  state: ConnectionState;
  /** On the page's clock, where state is `waiting`. */
  retryAtMillis?: number;
  /** On the page's clock: when the server was heard last, while there is no connection; undefined while there is one. */
  lostSinceMillis?: number;
}

export interface Cameras {
  loaded: boolean;
  error: string;
  list: Camera[];
}

const CAMERAS_EVERY_MILLIS = 5_000;
const RETRY_MILLIS = 3_000;
const HIDDEN_STAGES = 'osprey.hiddenStages';

/** What the whole page shares: who is signed in, the cameras, the live connection, what is measured. */
export class App {
  readonly session = new Store<SessionState>({ kind: 'asking' });
  readonly connection = new Store<Connection>({ state: 'closed' });
  readonly cameras = new Store<Cameras>({ loaded: false, error: '', list: [] });
  readonly pageVisible = new Store(!document.hidden);
  readonly hiddenStages = new Store<ReadonlySet<string>>(loadHidden());
  /** Every stage that a camera's analysis has named, with the kinds of results that it gave, both in order of coming. */
  readonly stages = new Store<ReadonlyMap<string, readonly string[]>>(new Map());
  readonly notices = new Notices();
  readonly clock = new ServerClock();
  readonly stats = new Map<string, CameraStats>();
  readonly live: LiveConnection;
  capability: Capability = { mode: 'jpeg', reason: '', accept: ['jpeg'] };
  private poll = 0;

  constructor() {
    const address = new URL('api/live', document.baseURI);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.hash = '';
    address.search = '';
    this.live = new LiveConnection(address.href, this.clock, {
      state: (state, retryInMillis) => this.connected(state, retryInMillis),
      status: (camera) => this.merge(camera),
      error: (message, code, camera) => this.refused(message, code, camera),
      refused: () => void this.check(),
    });
    document.addEventListener('visibilitychange', () => {
      this.pageVisible.set(!document.hidden);
      if (!document.hidden) {
        this.live.retryNow();
        void this.refresh();
      }
    });
    window.addEventListener('online', () => this.live.retryNow());
  }

  async start(): Promise<void> {
    this.capability = await choose(thisBrowser(), new URLSearchParams(location.search).get('video')).catch((error) => ({
      ...this.capability, reason: `JPEG pictures from the server: the browser does not say what it can play (${words(error)})`,
    }));
    const code = /^#code=(.+)$/.exec(location.hash)?.[1];
    if (code === undefined) {
      await this.check();
      return;
    }
    // Out of the address at once: it shall not stay in the history.
    history.replaceState(null, '', location.pathname + location.search);
    await this.signIn({ code: decoded(code) ?? code });
  }

  /** Asks who is signed in, and starts or stops the live connection accordingly. */
  async check(): Promise<void> {
    try {
      this.enter((await api.session()) ?? {});
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
        this.leave(error.status === 401 ? '' : error.message);
      } else if (this.session.get().kind !== 'in') {
        this.session.set({ kind: 'unreachable', message: words(error) });
        setTimeout(() => void this.check(), RETRY_MILLIS);
      }
    }
  }

  async signIn(secret: Secret): Promise<void> {
    try {
      const session = await api.signIn(secret);
      this.enter(session ?? (await api.session()));
    } catch (error) {
      if (error instanceof ApiError) {
        // A code that was used already, in a browser that is signed in by it, does no harm.
        const known = await api.session().catch(() => undefined);
        if (known !== undefined) {
          this.enter(known);
        } else {
          this.leave(error.message);
        }
      } else {
        this.leave(`The server could not be reached: ${words(error)}`);
      }
    }
  }

  async signOut(): Promise<void> {
    try {
      await api.signOut();
      this.leave('You are signed out.');
    } catch (error) {
      this.notices.refused(`Signing out failed: ${words(error)}`);
    }
  }

  statsOf(camera: string): CameraStats {
    let stats = this.stats.get(camera);
    if (stats === undefined) {
      stats = new CameraStats();
      this.stats.set(camera, stats);
    }
    return stats;
  }

  /** Remembers what stages there are. Called with every analysis, so it does nothing where nothing is new. */
  saw(analysis: Analysis): void {
    let stages = this.stages.get();
    for (const [stage, results] of Object.entries(analysis.results ?? {})) {
      const kinds = stages.get(stage);
      const more = [...new Set(results.map(({ kind }) => kind))].filter((kind) => kinds?.includes(kind) !== true);
      if (kinds === undefined || more.length > 0) {
        stages = new Map(stages).set(stage, [...(kinds ?? []), ...more]);
      }
    }
    this.stages.set(stages);
  }

  /** Draws what these stages find, or no longer; for all cameras, and remembered. */
  showStages(stages: string[], shown: boolean): void {
    const hidden = new Set(this.hiddenStages.get());
    stages.forEach((stage) => (shown ? hidden.delete(stage) : hidden.add(stage)));
    this.hiddenStages.set(hidden);
    try {
      localStorage.setItem(HIDDEN_STAGES, JSON.stringify([...hidden]));
    } catch {
      // Private windows may refuse storage: the choice then lasts as long as the page.
      this.notices.refused('This browser keeps no settings: the choice lasts until the page is closed.');
    }
  }

  private enter(session: Session): void {
    this.session.set({ kind: 'in', session });
    this.live.start();
    void this.refresh();
    if (this.poll === 0) {
      this.poll = window.setInterval(() => void this.refresh(), CAMERAS_EVERY_MILLIS);
    }
  }

  private leave(message: string): void {
    clearInterval(this.poll);
    this.poll = 0;
    this.live.stop();
    this.cameras.set({ loaded: false, error: '', list: [] });
    this.session.set({ kind: 'out', message });
  }

  private async refresh(): Promise<void> {
    if (document.hidden || this.session.get().kind !== 'in') {
      return;
    }
    try {
      const list = await api.cameras();
      this.cameras.set({ loaded: true, error: '', list });
      list.forEach(({ id }) => this.notices.there(id));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        this.leave('Your session has ended.');
      } else {
        this.cameras.set({ ...this.cameras.get(), error: words(error) });
      }
    }
  }

  private connected(state: ConnectionState, retryInMillis?: number): void {
    const { lostSinceMillis } = this.connection.get();
    const now = pageMillis();
    const lost = state === 'waiting' ? (lostSinceMillis ?? (this.live.heardMillis || now)) : lostSinceMillis;
    this.connection.set({
      state,
      retryAtMillis: retryInMillis === undefined ? undefined : now + retryInMillis,
      lostSinceMillis: state === 'open' || state === 'closed' ? undefined : lost,
    });
  }

  private refused(message: string, code: string, camera?: string): void {
    if (camera !== undefined && (code === 'camera-removed' || code === 'unknown-camera')) {
      const cameras = this.cameras.get();
      this.cameras.set({ ...cameras, list: cameras.list.filter(({ id }) => id !== camera) });
      this.notices.removed(camera);
    } else {
      this.notices.refused(camera === undefined ? message : `${camera}: ${message}`);
    }
  }

  private merge(update: Camera): void {
    const cameras = this.cameras.get();
    const known = cameras.list.some((camera) => camera.id === update.id);
    if (known) {
      const list = cameras.list.map((camera) => (camera.id === update.id ? { ...camera, ...update } : camera));
      this.cameras.set({ ...cameras, list });
    }
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function loadHidden(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(HIDDEN_STAGES) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}
