import { type Layout, type LayoutGroup, layoutId, type Unit } from '@watchcase/protocol';
import { NOW } from '../harness/flow-house.ts';

/** A message as the host has it on disk, until it is acknowledged. */
export interface HostMessage {
  /** When it is sent first, Unix milliseconds. */
  at: number;
  kind: 'layout' | 'reading' | 'presence';
  /** 0 for what has no place in a sequence. */
  epoch: number;
  seq: number;
  body: Record<string, unknown>;
}

/** Rules that look at samples in every way there is: windows of each function, rates, `for`, keepFiring, levels, hysteresis, two streams. */
export const sampledPack = `
pack: k
rules:
  - { id: avg-for, title: "{value}", when: "avg(app.v, 5m) > 5", for: 2m, severity: minor, category: software }
  - { id: avg, title: "{value}", when: "avg(app.v, 2m) >= level", levels: { minor: 4, major: 6, critical: 8 },
      recover: "avg(app.v, 2m) < level - 1", category: software }
  - { id: max-keep, title: "{value}", when: "max(app.v, 1m) > 8", keepFiring: 90s, severity: minor, category: data }
  - { id: min-for, title: "{value}", when: "min(app.v, 90s) > 3", for: 45s, severity: major, category: data }
  - { id: rate-two, title: "{value}", when: "rate(app.c) > 1/1s", for: 30s, severity: minor, category: network }
  - { id: rate, title: "{value}", when: "rate(app.c, 3m) > 0.8/1s", severity: minor, category: network }
  - { id: plain, title: "{value}", when: "app.v > level", levels: { minor: 5, critical: 8 }, for: 45s, keepFiring: 30s,
      category: usage }
  - { id: both, title: "{value}", when: "app.v > 5 and b.v > 5", for: 1m, severity: major, category: security }
  - { id: either, title: "{value}", when: "avg(app.v, 2m) > 8 or b.v > 8", severity: major, category: security }
  - { id: unit, title: "{value}", when: "avg(app.w, 3m) > 4s", severity: minor, category: hardware }
`;

const INTERVAL_MS = 15_000;
const SLOW_MS = 60_000;

function layoutOf(stream: string, intervalMs: number, fields: [string, Unit][], measurement: string): Layout {
  const group: LayoutGroup = { measurement, tags: {}, fields };
  const content = { stream, intervalMs, groups: [group] };
  return { id: layoutId(content), ...content };
}

const both: [string, Unit][] = [
  ['v', 'none'],
  ['c', 'count'],
];
const layouts = [
  layoutOf('15s', INTERVAL_MS, [...both, ['w', 'milliseconds']], 'app'),
  layoutOf('15s', INTERVAL_MS, both, 'app'),
  layoutOf('15s', INTERVAL_MS, [['w', 'seconds'], ...both], 'app'),
] as const;
const slow = layoutOf('1m', SLOW_MS, [['v', 'none']], 'b');
const LIVE = 7;
const OLD = 6;

/** A host's fields as it would read them without a fault. */
interface Truth {
  level: number;
  other: number;
  counter: number;
  layout: Layout;
}

/** What one host sends in `minutes` minutes: nulls, readings that never come, stalls, layouts that come and go, and old readings that come late. */
export function messagesOf(random: () => number, minutes: number): HostMessage[] {
  const out: HostMessage[] = greeting();
  const seqs = new Map<number, number>();
  const chance = (share: number) => random() < share;
  const noisy = (value: number) => (chance(0.08) ? null : Math.round((value + random()) * 1000) / 1000);

  function read(at: number, layout: Layout, values: (number | null)[], lateMs?: number): void {
    const epoch = lateMs === undefined ? LIVE : OLD;
    const seq = (seqs.get(epoch) ?? 0) + 1;
    seqs.set(epoch, seq);
    const body = { epoch, seq, after: seq - 1, layout: layout.id, time: at - (lateMs ?? 0), values };
    out.push({ at, kind: 'reading', epoch, seq, body });
  }

  let truth: Truth = { level: 0, other: 0, counter: 0, layout: layouts[0] };
  for (let at = NOW + INTERVAL_MS; at < NOW + minutes * 60_000; at += INTERVAL_MS) {
    truth = moved(truth, random);
    if (chance(0.01)) at += chance(0.5) ? 60_000 : 240_000;
    if (!chance(0.05)) read(at, truth.layout, valuesOf(truth, noisy));
    if (at % SLOW_MS === 0 && !chance(0.1)) read(at + 200, slow, [noisy(truth.other)]);
    if (chance(0.03))
      for (const lateMs of [600_000, 300_000, 121_000, 20_000])
        read(at + 400, layouts[1], [100, 1e6], lateMs);
  }
  return out;
}

function greeting(): HostMessage[] {
  const presence = { session: 1, state: 'online', time: NOW, reason: 'connected', epoch: LIVE };
  const more = { intervalMs: INTERVAL_MS, streams: ['15s', '1m'], name: 'db1', agent: '1', platform: 'x' };
  const head = { at: NOW, epoch: 0, seq: 0 };
  return [
    ...[...layouts, slow].map((layout) => ({ ...head, kind: 'layout' as const, body: { ...layout } })),
    { ...head, kind: 'presence', body: { ...presence, ...more } },
  ];
}

function moved(truth: Truth, random: () => number): Truth {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const level = random() < 0.06 ? pick([0, 3, 6, 9, 12]) : truth.level;
  return {
    level,
    other: random() < 0.05 ? pick([0, 4, 7, 10]) : truth.other,
    layout: random() < 0.05 ? pick(layouts) : truth.layout,
    counter: random() < 0.02 ? 0 : truth.counter + Math.round(level * 4 * random()),
  };
}

function valuesOf({ level, counter, layout }: Truth, noisy: (value: number) => number | null) {
  const w = noisy(level);
  const inMs = layout === layouts[0] && w !== null;
  const values: Record<string, number | null> = {
    v: noisy(level),
    c: noisy(counter),
    w: inMs ? w * 1000 : w,
  };
  return (layout.groups[0]?.fields ?? []).map(([name]) => values[name] ?? null);
}
