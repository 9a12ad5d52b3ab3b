import { type CloudEvent, shortType } from './event';

/** What happened, in a line that an operator reads. */
export function whatHappened(event: CloudEvent): string {
  const { data } = event;
  const who = data.label ?? 'something';
  switch (shortType(event)) {
    case 'object.new':
    case 'object.update':
      return `${who} came into view`;
    case 'object.end':
      return `${who} was in view for ${span(seconds(data.startedAt, data.endedAt))}`;
    case 'zone.entered':
      return `${who} entered ${data.zone}`;
    case 'zone.left':
      return `${who} left ${data.zone}${data.value === undefined ? '' : ` after ${span(data.value)}`}`;
    case 'zone.dwelt':
      return `${who} stayed ${span(data.value)} in ${data.zone}`;
    case 'zone.count':
      return `${data.value ?? 0} in ${data.zone}`;
    case 'line.crossed':
      return `${who} crossed ${data.line}${data.direction === undefined ? '' : `, ${data.direction.replaceAll('-', ' ')}`}`;
    case 'rule.raised':
      return withReason(`${data.rule}: ${because(event) || 'raised'}`, data.reason);
    case 'rule.cleared':
      return withReason(`${data.rule} is over`, data.reason);
    case 'camera.lost':
      return withReason('camera lost', data.reason);
    case 'camera.back':
      return 'camera is back';
    case 'gap':
      return withReason(data.value === undefined ? 'events are missing' : `${data.value} events are missing`, data.reason);
    default:
      return withReason(shortType(event), data.reason);
  }
}

/** Of an object that is still there: where it is; of one that is gone nothing. */
export function whereNow(event: CloudEvent): string {
  const type = shortType(event);
  const { zones } = event.data;
  return (type === 'object.new' || type === 'object.update') && zones !== undefined ? `in ${zones.join(', ')}` : '';
}

/** What a rule was raised by: who, where, what was read, and how long or how many. */
function because({ subject, data }: CloudEvent): string {
  if (subject === undefined && data.zone !== undefined && data.value !== undefined) {
    return `${number(data.value)} in ${data.zone}`;
  }
  const read = subject === undefined && data.text !== undefined && data.value !== undefined;
  const parts = read
    ? [`${data.text} ${number(data.value)}`]
    : [
      subject === undefined ? undefined : data.label,
      data.text === undefined ? undefined : `“${data.text}”`,
      data.zone,
      data.line,
      data.value === undefined ? undefined : subject === undefined ? number(data.value) : span(data.value),
    ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function withReason(words: string, reason?: string): string {
  return reason === undefined || reason === '' ? words : `${words}: ${reason}`;
}

function number(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : String(Math.round(value * 100) / 100);
}

function seconds(from?: string, to?: string): number | undefined {
  return from === undefined || to === undefined ? undefined : (Date.parse(to) - Date.parse(from)) / 1000;
}

/** Tenths below ten seconds, then whole seconds, minutes and hours. */
export function span(of: number | undefined): string {
  if (of === undefined || !Number.isFinite(of)) {
    return 'a while';
  }
  if (of < 9.95) {
    return `${Math.round(of * 10) / 10} s`;
  }
  const whole = Math.round(of);
  if (whole < 60) {
    return `${whole} s`;
  }
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** As the operator's clock on the wall shows it. */
export function clockTime(millis: number): string {
  return new Date(millis).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}

/** The local day as `2026-11-24`, which is what an address and a date's field say. */
export function dayOf(millis: number): string {
  const date = new Date(millis);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function dayWords(day: string, nowMillis: number): string {
  const today = new Date(nowMillis);
  if (day === dayOf(nowMillis)) {
    return 'Today';
  }
  if (day === dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1).getTime())) {
    return 'Yesterday';
  }
  return new Date(`${day}T00:00`).toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}
