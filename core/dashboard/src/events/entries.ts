import { type CloudEvent, isLife, shortType } from './event';

/** A line of the list: one event, or an object's whole life so far. */
export interface Entry {
  key: string;
  /** Its latest event. */
  event: CloudEvent;
  /** The least id of its events that have come. */
  first: string;
  /** Whether its beginning has come. */
  whole: boolean;
  /** When it happened, or when the object was first seen; since the epoch. */
  atMillis: number;
  /** The event under whose id there is a picture. */
  picture?: string;
}

const MOST = 300;

/** The events that are looked at, grouped, the newest first. Bounded: what is too much goes at the other end. */
export class Entries {
  private readonly byKey = new Map<string, Entry>();

  constructor(private readonly most = MOST) {}

  /** The newest first. A new array only where something has changed. */
  list: readonly Entry[] = [];

  /** Of objects only the latest event counts, in whatever order they come. */
  add(events: CloudEvent[]): void {
    for (const event of events) {
      const key = isLife(event) ? `object ${event.subject}` : event.id;
      const known = this.byKey.get(key);
      const latest = known === undefined || event.id >= known.event.id ? event : known.event;
      const picture = event.data.snapshot === undefined ? known?.picture : event.id;
      const first = known !== undefined && known.first < event.id ? known.first : event.id;
      const whole = !isLife(event) || known?.whole === true || shortType(event) === 'object.new';
      this.byKey.set(key, { key, event: latest, first, whole, atMillis: beginning(latest), picture });
      if (picture !== undefined && event.subject !== undefined) {
        this.share(event.subject, picture);
      }
    }
    this.sort();
  }

  /**
   * Forgets the oldest that are too many; gives the cursor that leads back to them. Undefined: the way back is what it
   * was, as of objects whose beginning has not come there is more to come on it.
   */
  dropOldest(): string | undefined {
    const gone = this.list.slice(this.most);
    gone.forEach(({ key }) => this.byKey.delete(key));
    this.list = this.list.slice(0, this.most);
    const lost = gone.filter(({ whole }) => whole).map(({ first }) => first).sort().pop();
    return lost === undefined ? undefined : (this.list.map(({ first }) => first).filter((id) => id > lost).sort()[0] ?? lost);
  }

  /** Forgets the newest that are too many; true if there were any. */
  dropNewest(): boolean {
    const gone = this.list.slice(0, Math.max(0, this.list.length - this.most));
    gone.forEach(({ key }) => this.byKey.delete(key));
    this.sort();
    return gone.length > 0;
  }

  clear(): void {
    this.byKey.clear();
    this.list = [];
  }

  /** What is about the same thing as this event. */
  of(event: CloudEvent): Entry | undefined {
    return this.byKey.get(isLife(event) ? `object ${event.subject}` : event.id);
  }

  /** An object's picture is that of all its events. */
  private share(subject: string, picture: string): void {
    for (const entry of this.byKey.values()) {
      if (entry.event.subject === subject && entry.picture === undefined) {
        this.byKey.set(entry.key, { ...entry, picture });
      }
    }
  }

  private sort(): void {
    this.list = [...this.byKey.values()].sort((a, b) => b.atMillis - a.atMillis || (a.event.id < b.event.id ? 1 : -1));
  }
}

function beginning(event: CloudEvent): number {
  return Date.parse((isLife(event) ? event.data.startedAt : undefined) ?? event.time);
}
