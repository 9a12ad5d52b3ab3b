import { dayOf } from './words';

/** Which events are looked at; kept in the address. Empty: no matter. */
export interface EventFilter {
  camera: string;
  /** A key of `KINDS`. */
  type: string;
  label: string;
  zone: string;
  /** The least. */
  severity: string;
  /** Local, as `2026-11-24`. */
  day: string;
}

export const NO_FILTER: EventFilter = { camera: '', type: '', label: '', zone: '', severity: '', day: '' };

/** Kinds of events, in words and in the server's types. Counts change all the time, so they come only when asked for. */
export const KINDS: Record<string, { words: string; types: string }> = {
  '': {
    words: 'All but counts',
    types: 'object.new,object.update,object.end,zone.entered,zone.left,zone.dwelt,line.crossed,rule.raised,rule.cleared,camera.lost,camera.back',
  },
  object: { words: 'Objects', types: 'object.new,object.update,object.end' },
  zone: { words: 'Zones', types: 'zone.entered,zone.left,zone.dwelt' },
  count: { words: 'Counts', types: 'zone.count' },
  line: { words: 'Lines', types: 'line.crossed' },
  rule: { words: 'Rules', types: 'rule.raised,rule.cleared' },
  camera: { words: 'Cameras', types: 'camera.lost,camera.back' },
};

const SEVERITIES = ['warning', 'alert'];

/** @param query what stands behind the ? of the address; what cannot be read is passed over */
export function filterOf(query: string): EventFilter {
  const given = new URLSearchParams(query);
  const text = (name: string, ok: (value: string) => boolean = () => true) => {
    const value = given.get(name) ?? '';
    return ok(value) ? value : '';
  };
  return {
    camera: text('camera'),
    type: text('type', (value) => Object.hasOwn(KINDS, value)),
    label: text('label'),
    zone: text('zone'),
    severity: text('severity', (value) => SEVERITIES.includes(value)),
    day: text('day', isDay),
  };
}

/** The address of the events that match, or of one of them. */
export function eventsHash(filter: Partial<EventFilter> = {}, open?: string): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  if (open !== undefined) {
    query.set('event', open);
  }
  const text = query.toString();
  return text === '' ? '#/events' : `#/events?${text}`;
}

/** The same as the server asks for it. */
export function queryOf(filter: EventFilter): URLSearchParams {
  const { type, day, ...names } = filter;
  const query = new URLSearchParams(Object.entries(names).filter(([, value]) => value !== ''));
  query.set('type', KINDS[type].types);
  if (day !== '') {
    const [year, month, date] = day.split('-').map(Number);
    query.set('from', new Date(year, month - 1, date).toISOString());
    query.set('to', new Date(year, month - 1, date + 1).toISOString());
  }
  return query;
}

/** Whether more may come: not of a day that is over. */
export function mayCome({ day }: EventFilter, nowMillis: number): boolean {
  return day === '' || day >= dayOf(nowMillis);
}

function isDay(text: string): boolean {
  return text === '' || (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00`)));
}
