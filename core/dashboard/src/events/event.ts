/** Events as the server tells them: CloudEvents, of which this page reads what it shows. */

export type Severity = 'info' | 'warning' | 'alert';

/** Which fields are there depends on the type; a type that is not known is shown by its name. */
export interface EventData {
  camera: string;
  severity?: Severity;
  label?: string;
  score?: number;
  startedAt?: string;
  endedAt?: string;
  zones?: string[];
  zone?: string;
  line?: string;
  direction?: string;
  rule?: string;
  value?: number;
  text?: string;
  reason?: string;
  /** There where the server has a picture or a clip now. */
  snapshot?: string;
  clip?: string;
  acknowledged?: { at: string; by: string };
}

export interface CloudEvent {
  /** The cursor behind it: of one log, later events have greater texts. */
  id: string;
  type: string;
  time: string;
  /** The object that it is about. */
  subject?: string;
  data: EventData;
}

/** A part of the list. */
export interface EventPage {
  events: CloudEvent[];
  /** Leads to what comes later. */
  next: string;
  /** Leads back in time; absent where there is nothing. */
  before?: string;
}

const PREFIX = 'dev.osprey.';

/** `object.new` rather than `dev.osprey.object.new`. */
export function shortType({ type }: CloudEvent): string {
  return type.startsWith(PREFIX) ? type.slice(PREFIX.length) : type;
}

/** One of an object's life: these are one entry of the list. */
export function isLife(event: CloudEvent): boolean {
  return event.subject !== undefined && shortType(event).startsWith('object.');
}

export function isEvent(value: unknown): value is CloudEvent {
  const event = value as Partial<CloudEvent> | null;
  return typeof event?.id === 'string' && typeof event.type === 'string' && typeof event.time === 'string'
    && typeof event.data === 'object' && event.data !== null;
}
