import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { feedSpans, previewRota, rotaSchema, writeFeed } from './index.ts';

const NOW = Date.parse('2026-11-27T20:00Z');
const DAY_MS = 86_400_000;
const changes = { absences: [], overrides: [], swaps: [], calendars: new Map() };
const rotaOf = (layer: object) =>
  rotaSchema.parse({
    id: 'r',
    name: 'R',
    zone: 'Europe/Berlin',
    layers: [{ name: 'l', people: ['a', 'b'], from: '2026-01-05', handOver: '09:00', ...layer }],
  });
const spansAt = (now: number, layer: object) =>
  feedSpans((span) => previewRota(rotaOf(layer), { ...span, ...changes }), now);

describe('a feed, read by ical.js', () => {
  const events = [
    {
      uid: 'duty.r.20261129T0800@watchcase',
      from: Date.parse('2026-11-29T08:00Z'),
      to: Date.parse('2026-12-06T08:00Z'),
      summary: '值班：华东，夜班; 第一组, 备注\\ 与\n第二行 🚨 '.repeat(6),
      description: '',
    },
  ];
  const text = writeFeed({ name: '林工值班', sequence: 7, changedAt: NOW, events });

  it('says what it should, in UTC', () => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('林工值班');
    const [event] = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    expect(event?.uid).toBe(events[0]?.uid);
    expect(event?.summary).toBe(events[0]?.summary);
    expect(event?.sequence).toBe(7);
    for (const [time, ms] of [
      [event?.startDate, events[0]?.from],
      [event?.endDate, events[0]?.to],
    ] as const) {
      expect(time?.zone?.tzid).toBe('UTC');
      expect(time?.toJSDate().getTime()).toBe(ms);
    }
  });

  it('has lines of 75 octets at most, none cut within a character', () => {
    const lines = text.split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
    expect(text).not.toContain('\uFFFD');
  });
});

describe('the events of a feed', () => {
  it('begin when duty begins, and are the same ones whenever it is read', () => {
    const today = spansAt(NOW, { every: '1w' });
    const later = spansAt(NOW + 3 * DAY_MS - 1000, { every: '1w' });
    expect(later).toEqual(today);
    expect(today[0]?.from).toBe(Date.parse('2026-10-05T07:00Z'));
    expect(today.length).toBeGreaterThan(55);
    const nextMonth = spansAt(NOW + 10 * DAY_MS, { every: '1w' });
    const shared = nextMonth.filter(({ from }) => from < Date.parse('2027-12-01'));
    expect(shared).toEqual(today.filter(({ from }) => from >= Date.parse('2026-11-01')));
  });

  it('are by months where duty is longer', () => {
    const spans = spansAt(NOW, { people: ['a'], every: undefined });
    expect(spans.slice(0, 2).map(({ from, to }) => [from, to])).toEqual([
      [Date.parse('2026-10-01'), Date.parse('2026-11-01')],
      [Date.parse('2026-11-01'), Date.parse('2026-12-01')],
    ]);
    expect(spans).toHaveLength(14);
  });
});
