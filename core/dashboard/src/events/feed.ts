import { api, ApiError } from '../api';
import { Backoff } from '../live/backoff';
import { Store } from '../store';
import { Entries, type Entry } from './entries';
import { type CloudEvent, isEvent } from './event';
import { type EventFilter, mayCome, queryOf } from './filter';

export interface Shown {
  entries: readonly Entry[];
  /** `reading`: nothing is known yet. */
  state: 'reading' | 'read' | 'failed';
  /** In the server's words, where state is `failed`. */
  error: string;
  /** New ones are added as they come; `broken`: they would be, but the way is not there now. `off`: none are wanted. */
  live: 'on' | 'broken' | 'off';
  /** There may be older ones. */
  more: boolean;
  readingMore: boolean;
  /** Newer ones were left out, as somebody went far back in time. */
  newerLeftOut: boolean;
}

const PAGE = 100;
/** A search gives up after a while and says where to go on: so often it is gone on with by itself. */
const TRIES = 5;

/** The events that match: the newest, those that come meanwhile, and older ones page by page. */
export class EventFeed {
  readonly shown = new Store<Shown>({
    entries: [], state: 'reading', error: '', live: 'off', more: false, readingMore: false, newerLeftOut: false,
  });
  private readonly entries = new Entries();
  private readonly query: URLSearchParams;
  private readonly backoff = new Backoff(1_000, 30_000);
  private before: string | undefined;
  /** The last event that this feed knows of. */
  private position = '';
  private source: EventSource | undefined;
  private timer = 0;
  /** Counts starts and stops: an answer to an earlier one is too late. */
  private round = 0;

  /** @param refused is told when the server does not know this session any more */
  constructor(private readonly filter: EventFilter, private readonly refused: () => void) {
    this.query = queryOf(filter);
  }

  /** Reads the newest, and follows what comes; what is known already stays where the two meet. */
  async start(): Promise<void> {
    this.stop();
    const { round } = this;
    try {
      const page = await this.page(undefined);
      if (round !== this.round) {
        return;
      }
      this.backoff.reset();
      const oldest = page.events[page.events.length - 1];
      const meets = this.position !== '' && !this.shown.get().newerLeftOut && (page.before === undefined || (oldest?.id ?? '') <= this.position);
      if (!meets) {
        this.entries.clear();
        this.before = page.before;
      }
      this.position = page.next;
      this.add(page.events);
      this.publish({ state: 'read', error: '', newerLeftOut: false });
      this.follow();
    } catch (error) {
      if (round === this.round) {
        this.failed(error);
      }
    }
  }

  stop(): void {
    this.round++;
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
    this.publish({ live: 'off' });
  }

  async older(): Promise<void> {
    if (this.before === undefined || this.shown.get().readingMore) {
      return;
    }
    this.publish({ readingMore: true, error: '' });
    try {
      const page = await this.page(this.before);
      this.before = page.before;
      this.entries.add(page.events);
      if (this.entries.dropNewest()) {
        this.stop();
        this.publish({ newerLeftOut: true });
      }
      this.publish({ readingMore: false });
    } catch (error) {
      this.publish({ readingMore: false, error: words(error) });
    }
  }

  /** What is known of the same thing. */
  of(event: CloudEvent): Entry | undefined {
    return this.entries.of(event);
  }

  private async page(before: string | undefined) {
    const query = new URLSearchParams(this.query);
    query.set('limit', String(PAGE));
    let from = before;
    for (let tries = 1; ; tries++) {
      if (from !== undefined) {
        query.set('before', from);
      }
      const page = await api.events(query);
      page.events = page.events.filter(isEvent);
      if (page.events.length > 0 || page.before === undefined || tries === TRIES) {
        return page;
      }
      from = page.before;
    }
  }

  private follow(): void {
    if (!mayCome(this.filter, Date.now())) {
      return;
    }
    const query = new URLSearchParams(this.query);
    query.set('after', this.position);
    const source = new EventSource(`api/events/stream?${query}`);
    this.source = source;
    source.onopen = () => {
      this.backoff.reset();
      this.publish({ live: 'on' });
    };
    source.onmessage = (message: MessageEvent<string>) => this.came(message.data);
    source.onerror = () => {
      this.publish({ live: 'broken' });
      // It tries again by itself, but not after an answer such as 401 or 503.
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.source = undefined;
        this.refused();
        this.timer = window.setTimeout(() => this.follow(), this.backoff.next());
      }
    };
  }

  private came(text: string): void {
    let event: unknown;
    try {
      event = JSON.parse(text);
    } catch (error) {
      console.warn('osprey: an event could not be read', error);
      return;
    }
    if (isEvent(event)) {
      this.position = event.id;
      this.add([event]);
      this.publish({});
    }
  }

  private add(events: CloudEvent[]): void {
    this.entries.add(events);
    this.before = this.entries.dropOldest() ?? this.before;
  }

  private failed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) {
      this.refused();
    }
    this.publish({ state: 'failed', error: words(error) });
    this.timer = window.setTimeout(() => void this.start(), this.backoff.next());
  }

  private publish(change: Partial<Shown>): void {
    this.shown.set({ ...this.shown.get(), ...change, entries: this.entries.list, more: this.before !== undefined });
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
