import { type Layout, layoutId } from '@watchcase/protocol';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { NOW } from '../harness/flow-house.ts';
import { describeEachStore, type TestDatabase } from '../harness/stores.ts';
import { type Death, playUnderKills } from './run-window-kills.ts';
import type { HostMessage } from './sampled-host.ts';

const S = 1000;
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15 * S,
  groups: [{ measurement: 'app', tags: {}, fields: [['v', 'none']] }],
};
const layout: Layout = { id: layoutId(content), ...content };
const LIVE = 7;
const OLD = 6;

/** The same host while it does not measure that. */
const withoutContent: Omit<Layout, 'id'> = {
  ...content,
  groups: [{ measurement: 'other', tags: {}, fields: [['v', 'none']] }],
};
const without: Layout = { id: layoutId(withoutContent), ...withoutContent };

/** What the host says first. */
const greeting: HostMessage[] = [
  { at: NOW, kind: 'layout', epoch: 0, seq: 0, body: { ...layout } },
  { at: NOW, kind: 'layout', epoch: 0, seq: 0, body: { ...without } },
  {
    at: NOW,
    kind: 'presence',
    epoch: 0,
    seq: 0,
    body: {
      session: 1,
      state: 'online',
      time: NOW,
      reason: 'connected',
      epoch: LIVE,
      intervalMs: 15 * S,
      streams: ['15s'],
      name: 'db1',
      agent: '1',
      platform: 'x',
    },
  },
];

/** A reading every 15 s up to `untilS`; where there is no value, none comes. */
function live(untilS: number, valueAt: (seconds: number) => number | null | undefined): HostMessage[] {
  const seconds = Array.from({ length: untilS / 15 + 1 }, (_, i) => i * 15);
  return seconds
    .filter((at) => valueAt(at) !== undefined)
    .map((at, i) => {
      const time = NOW + at * S;
      const body = { epoch: LIVE, seq: i + 1, after: i, layout: layout.id, time, values: [valueAt(at)] };
      return { at: time, kind: 'reading' as const, epoch: LIVE, seq: i + 1, body };
    });
}

/** Samples of before, all sent at once at `atS`: twenty minutes of them, the last just before the host was heard. */
function backlog(atS: number, count: number, value: number): HostMessage[] {
  return Array.from({ length: count }, (_, i) => {
    const time = NOW - (count - i) * 15 * S;
    const body = { epoch: OLD, seq: i + 1, after: i, layout: layout.id, time, values: [value] };
    return { at: NOW + atS * S, kind: 'reading' as const, epoch: OLD, seq: i + 1, body };
  });
}

const packOf = (rule: string) =>
  `pack: k\nrules:\n  - { id: r, title: "{value}", severity: minor, category: software, ${rule} }\n`;

/** Stopped when the sample of 285 s was the last committed, back at 420 s: all that came between is sent again. */
const away: Death = { at: NOW + 286 * S, awayMs: 134 * S, kind: 'orderly' };

/** The same readings without what is measured in them from `fromS` to `untilS`. */
function gone(messages: HostMessage[], fromS: number, untilS: number): HostMessage[] {
  return messages.map((one) =>
    one.at < NOW + fromS * S || one.at > NOW + untilS * S
      ? one
      : { ...one, body: { ...one.body, layout: without.id } },
  );
}

interface Story {
  name: string;
  rules: string[];
  messages: HostMessage[];
  death: Death;
  expected: string[];
}

const stories: Story[] = [
  {
    name: 'a window with `for` fires when it must',
    rules: ['when: "avg(app.v, 5m) > 5", for: 2m'],
    messages: live(600, (at) => (at <= 90 ? 0 : 9)),
    death: away,
    expected: ['240 s pending', '360 s fired'],
  },
  {
    name: 'a window without `for` fires once and stays',
    rules: ['when: "avg(app.v, 5m) > 5"'],
    messages: live(600, (at) => (at <= 105 || at > 225 ? 9 : 0)),
    death: away,
    expected: ['270 s fired'],
  },
  {
    name: 'growth over the last two samples is known at the first sample',
    rules: ['when: "rate(app.v) > 0.5/1s"'],
    messages: live(600, (at) => Math.max(0, at - 285)),
    death: away,
    expected: ['300 s fired'],
  },
  {
    name: 'a null is not a false sample: every other one, and `for` passes',
    rules: ['when: app.v > 5, for: 30s'],
    messages: live(600, (at) => (at % 30 > 0 ? null : at < 270 ? 0 : 9)),
    death: away,
    expected: ['270 s pending', '300 s fired'],
  },
  {
    name: 'nor is a reading that never came',
    rules: ['when: app.v > 5, for: 30s'],
    messages: live(600, (at) => (at % 30 > 0 ? undefined : at < 270 ? 0 : 9)),
    death: away,
    expected: ['270 s pending', '300 s fired'],
  },
  {
    name: 'growth is between the samples around a null, and stays known at it',
    rules: ['when: "rate(app.v) > 0.5/1s", keepFiring: 0s'],
    messages: live(600, (at) => (at === 285 || at === 315 ? null : Math.max(0, at - 270))),
    death: away,
    expected: ['300 s fired'],
  },
  {
    name: 'readings that came late stay out',
    rules: ['when: "avg(app.v, 15m) > 5"'],
    messages: [...live(60, () => 1), ...backlog(61, 80, 100), ...live(1200, () => 1).slice(5)],
    death: { at: NOW + 63 * S, awayMs: 5 * S, kind: 'orderly' },
    expected: [],
  },
  {
    name: 'a series that its layout lacks when the collector stops has its long window when it is back',
    rules: ['when: "avg(app.v, 90m) > 5"'],
    // Named once within the hour, or it would be forgotten.
    messages: gone(
      gone(
        live(5850, (at) => (at < 5760 ? 1 : 1e6)),
        3000,
        3000,
      ),
      4800,
      5700,
    ),
    death: { at: NOW + 5641 * S, awayMs: 5 * S, kind: 'orderly' },
    expected: ['5760 s fired'],
  },
  {
    name: 'a longer window that comes with the restart knows what was before',
    rules: ['when: "avg(app.v, 1m) > 50"', 'when: "avg(app.v, 30m) > 5"'],
    messages: live(2400, () => 9),
    death: { at: NOW + 1801 * S, awayMs: 5 * S, kind: 'orderly' },
    expected: ['1815 s fired'],
  },
];

describeEachStore('windows after a restart', (newDatabase: () => Promise<TestDatabase>) => {
  async function play({ rules, messages, death }: Story, deaths: 'none' | 'here' | 'elsewhere') {
    using folder = temporaryFolder();
    const store = await (await newDatabase()).open();
    const packs = rules.map(packOf);
    const place = { store, folder: folder.path, packs: deaths === 'none' ? packs.slice(-1) : packs };
    const machines = deaths === 'elsewhere' ? { machines: 2 } : {};
    const lines = await playUnderKills(
      { ...place, ...machines },
      [...greeting, ...messages],
      deaths === 'none' ? [] : [death],
    );
    return lines.map((line) => line.replace(/ k\/r (\w+) .*/, ' $1'));
  }

  it.each(stories)('$name', { timeout: 180_000 }, async (story) => {
    expect(await play(story, 'here')).toEqual(story.expected);
    if (story.rules.length > 1) return;
    expect(await play(story, 'elsewhere')).toEqual(story.expected);
    expect(await play(story, 'none')).toEqual(story.expected);
  });
});
