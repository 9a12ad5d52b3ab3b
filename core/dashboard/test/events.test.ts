import { describe, expect, test } from 'vitest';
import { Entries } from '../src/events/entries';
import type { CloudEvent, EventData } from '../src/events/event';
import { eventsHash, filterOf, mayCome, NO_FILTER, queryOf } from '../src/events/filter';
import { dayOf, dayWords, span, whatHappened, whereNow } from '../src/events/words';
import { routeOf } from '../src/ui/route';

const BEGUN = Date.parse('2026-11-24T05:50:00Z');

/** @param number of the log, which is also its second */
function event(number: number, type: string, data: Partial<EventData> = {}, subject?: string): CloudEvent {
  const time = new Date(BEGUN + number * 1000).toISOString();
  return {
    id: `7f3k0q2m-${String(number).padStart(13, '0')}`, type: `dev.osprey.${type}`, time, subject,
    data: { camera: 'hall', severity: 'info', ...data },
  };
}

function life(number: number, type: string, begun: number, object: string, data: Partial<EventData> = {}): CloudEvent {
  return event(number, `object.${type}`, { label: 'person', startedAt: new Date(BEGUN + begun * 1000).toISOString(), ...data }, object);
}

describe('whatHappened', () => {
  const said = (type: string, data: Partial<EventData>, subject?: string) => whatHappened(event(1, type, data, subject));

  test('everyType_isSaidInPlainWords', () => {
    expect(said('object.new', { label: 'person' }, 'o')).toBe('person came into view');
    expect(said('object.end', { label: 'person', startedAt: '2026-11-24T05:50:00Z', endedAt: '2026-11-24T05:50:12Z' }, 'o'))
      .toBe('person was in view for 12 s');
    expect(said('zone.entered', { label: 'person', zone: 'counter' }, 'o')).toBe('person entered counter');
    expect(said('zone.left', { label: 'person', zone: 'counter', value: 8.27 }, 'o')).toBe('person left counter after 8.3 s');
    expect(said('zone.dwelt', { label: 'person', zone: 'counter', value: 12.04 }, 'o')).toBe('person stayed 12 s in counter');
    expect(said('zone.count', { zone: 'counter', value: 2 })).toBe('2 in counter');
    expect(said('line.crossed', { label: 'car', line: 'passage', direction: 'left-to-right' }, 'o'))
      .toBe('car crossed passage, left to right');
    expect(said('camera.lost', { reason: 'no packet for 5 s' })).toBe('camera lost: no packet for 5 s');
    expect(said('camera.back', {})).toBe('camera is back');
    expect(said('gap', { value: 12, reason: 'the disk was full' })).toBe('12 events are missing: the disk was full');
  });

  test('rules_sayWhatTheyWereRaisedBy', () => {
    expect(said('rule.raised', { rule: 'waits', label: 'person', zone: 'counter', value: 5.04 }, 'o')).toBe('waits: person, counter, 5 s');
    expect(said('rule.raised', { rule: 'crowd', zone: 'counter', value: 4 })).toBe('crowd: 4 in counter');
    expect(said('rule.raised', { rule: 'stop', text: 'STOP' })).toBe('stop: “STOP”');
    expect(said('rule.raised', { rule: 'boiler', text: 'pressure', value: 3.204 })).toBe('boiler: pressure 3.2');
    expect(said('rule.raised', { rule: 'blind' })).toBe('blind: raised');
    expect(said('rule.cleared', { rule: 'waits', reason: 'it has left' })).toBe('waits is over: it has left');
  });

  test('typeOfALaterServer_isShownByItsName', () => {
    expect(said('door.opened', { reason: 'wind' })).toBe('door.opened: wind');
    expect(whatHappened({ ...event(1, ''), type: 'org.example.odd' })).toBe('org.example.odd');
  });

  test('zones_areThoseOfOneWhoIsThere', () => {
    expect(whereNow(life(1, 'update', 0, 'o', { zones: ['counter', 'door'] }))).toBe('in counter, door');
    expect(whereNow(life(1, 'end', 0, 'o', { zones: ['counter'] }))).toBe('');
  });

  test('span_isReadAsPeopleSayIt', () => {
    expect([0.24, 9.94, 9.96, 59.4, 59.6, 3599.4, 7260, undefined].map(span))
      .toEqual(['0.2 s', '9.9 s', '10 s', '59 s', '1 min 0 s', '59 min 59 s', '2 h 1 min', 'a while']);
  });

  test('days_areTheOperators', () => {
    const now = new Date(2026, 2, 1, 0, 10).getTime();
    expect(dayOf(now)).toBe('2026-03-01');
    expect(dayWords('2026-03-01', now)).toBe('Today');
    expect(dayWords('2026-02-28', now)).toBe('Yesterday');
    expect(dayWords('2026-02-27', now)).toContain('2026');
  });
});

describe('Entries', () => {
  const keys = (entries: Entries) => entries.list.map(({ key }) => key.replace('7f3k0q2m-0000000000', ''));

  test('objectsLife_isOneEntryWhereItBegan', () => {
    const entries = new Entries();
    entries.add([life(1, 'new', 0, 'a'), event(2, 'zone.entered', { zone: 'counter' }, 'a'), life(3, 'update', 0, 'a'), life(9, 'end', 0, 'a')]);
    expect(keys(entries)).toEqual(['002', 'object a']);
    expect(entries.list[1].event.type).toBe('dev.osprey.object.end');
  });

  test('eventsInAnyOrderAndTwice_giveTheSame', () => {
    const all = [life(1, 'new', 0, 'a'), life(4, 'new', 3, 'b'), life(5, 'end', 0, 'a'), event(6, 'camera.lost')];
    const upwards = new Entries();
    upwards.add(all);
    const downwards = new Entries();
    downwards.add([...all].reverse());
    downwards.add(all);
    expect(downwards.list).toEqual(upwards.list);
    expect(keys(upwards)).toEqual(['006', 'object b', 'object a']);
  });

  test('pictureOfTheObject_isThatOfAllItsEvents', () => {
    const entries = new Entries();
    entries.add([event(2, 'zone.entered', { zone: 'counter' }, 'a'), event(3, 'zone.entered', { zone: 'counter' }, 'b')]);
    entries.add([life(9, 'end', 0, 'a', { snapshot: '/api/events/x/snapshot.jpg' })]);
    expect(entries.list.map(({ picture }) => picture?.slice(-3))).toEqual([undefined, '009', '009']);
  });

  test('tooMany_theOldestGoAndTheCursorLeadsBackToThem', () => {
    const entries = new Entries(3);
    const all = [1, 2, 3, 4, 5].map((number) => event(number, 'camera.lost'));
    entries.add(all);
    const cursor = entries.dropOldest() ?? '';
    expect(keys(entries)).toEqual(['005', '004', '003']);
    expect(all.filter(({ id }) => id < cursor).map(({ id }) => id)).toEqual([all[0].id, all[1].id]);
    expect(entries.dropOldest()).toBeUndefined();
  });

  test('objectOfLongAgoThatIsDropped_leadsNowhereElse', () => {
    const entries = new Entries(2);
    entries.add([event(5, 'camera.lost'), event(6, 'camera.back'), life(7, 'update', 0, 'a')]);
    expect(entries.dropOldest(), 'its beginning lies further back').toBeUndefined();
    expect(keys(entries)).toEqual(['006', '005']);
  });

  test('tooManyBackInTime_theNewestGo', () => {
    const entries = new Entries(2);
    entries.add([1, 2, 3].map((number) => event(number, 'camera.lost')));
    expect(entries.dropNewest()).toBe(true);
    expect(keys(entries)).toEqual(['002', '001']);
    expect(entries.dropNewest()).toBe(false);
  });
});

describe('filter', () => {
  test('address_comesBackAsItWas', () => {
    const filter = { ...NO_FILTER, camera: 'hall & yard', type: 'zone', label: 'person', zone: 'a=b', severity: 'alert', day: '2026-11-24' };
    const hash = eventsHash(filter, '7f3k0q2m-0000000000001');
    expect(routeOf(hash)).toEqual({ view: 'events', filter, open: '7f3k0q2m-0000000000001' });
    expect(eventsHash(NO_FILTER)).toBe('#/events');
    expect(routeOf('#/events')).toEqual({ view: 'events', filter: NO_FILTER, open: undefined });
  });

  test('whatCannotBeRead_isPassedOver', () => {
    expect(filterOf('type=constructor&severity=loud&day=2026-13-45&color=red')).toEqual(NO_FILTER);
  });

  test('day_isFromMidnightToMidnightOfTheOperator', () => {
    const query = queryOf({ ...NO_FILTER, day: '2026-11-24' });
    expect(query.get('from')).toBe(new Date(2026, 10, 24).toISOString());
    expect(query.get('to')).toBe(new Date(2026, 10, 25).toISOString());
    expect(query.get('type')).not.toContain('zone.count');
    expect(query.has('camera')).toBe(false);
  });

  test('dayThatIsOver_bringsNothingNew', () => {
    const now = new Date(2026, 10, 24, 12).getTime();
    expect(mayCome(NO_FILTER, now)).toBe(true);
    expect(mayCome({ ...NO_FILTER, day: '2026-11-24' }, now)).toBe(true);
    expect(mayCome({ ...NO_FILTER, day: '2026-11-23' }, now)).toBe(false);
  });
});
