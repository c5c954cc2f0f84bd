import { describe, expect, it } from 'vitest';
import { beatMs, decidePresence, type Listening, type PresenceFacts } from './presence.ts';

const NOW = 10_000_000;
const S = 1000;
const online: PresenceFacts = {
  presence: 'online',
  sessionEndedAt: null,
  lastHeardAt: NOW - 5 * S,
  connectedAt: 0,
  intervalMs: 15 * S,
  pace: 1,
  latest: new Map(),
};
const ear: Listening = { listening: true, since: NOW - 600 * S };

const cases: {
  name: string;
  facts: Partial<PresenceFacts>;
  ear?: Partial<Listening>;
  expected: [string, string];
}[] = [
  {
    name: 'never heard',
    facts: { presence: 'never', lastHeardAt: null },
    expected: ['never', 'never-heard'],
  },
  { name: 'first word makes it online', facts: { presence: 'never' }, expected: ['online', 'heard'] },
  {
    name: 'who was told to send one reading of three is silent after three of those',
    facts: { pace: 3, lastHeardAt: NOW - 134_999 },
    expected: ['online', 'heard'],
  },
  {
    name: 'and gone then',
    facts: { pace: 3, lastHeardAt: NOW - 135 * S },
    expected: ['offline', 'silent'],
  },
  {
    name: 'session ended a moment ago',
    facts: { sessionEndedAt: NOW - 19_999 },
    expected: ['online', 'unchanged'],
  },
  {
    name: 'session ended 20 s ago',
    facts: { sessionEndedAt: NOW - 20 * S },
    expected: ['offline', 'session-ended'],
  },
  {
    name: 'a session that ended while we were away may have been replaced',
    facts: { sessionEndedAt: NOW - 500 * S },
    ear: { since: NOW - 79 * S },
    expected: ['online', 'unchanged'],
  },
  {
    name: 'a session that ended while we were away, and nobody came back',
    facts: { sessionEndedAt: NOW - 500 * S },
    ear: { since: NOW - 80 * S },
    expected: ['offline', 'session-ended'],
  },
  {
    name: 'offline by its session stays offline when we listen again',
    facts: { presence: 'offline', sessionEndedAt: NOW - 500 * S },
    ear: { since: NOW - 5 * S },
    expected: ['offline', 'unchanged'],
  },
  {
    name: 'deaf: what session ended is not decided',
    facts: { sessionEndedAt: NOW - 500 * S },
    ear: { listening: false, since: NOW - 10 * S },
    expected: ['online', 'unchanged'],
  },
  { name: 'two intervals of silence', facts: { lastHeardAt: NOW - 44 * S }, expected: ['online', 'heard'] },
  {
    name: 'three intervals of silence',
    facts: { lastHeardAt: NOW - 45 * S },
    expected: ['offline', 'silent'],
  },
  {
    name: 'silence before we listened does not count',
    facts: { lastHeardAt: NOW - 500 * S },
    ear: { since: NOW - 50 * S },
    expected: ['online', 'unchanged'],
  },
  {
    name: 'silent too long after we listen again',
    facts: { lastHeardAt: NOW - 500 * S },
    ear: { since: NOW - 105 * S },
    expected: ['offline', 'silent'],
  },
  {
    name: 'stays offline until heard',
    facts: { presence: 'offline', lastHeardAt: NOW - 500 * S },
    ear: { since: NOW - 5 * S },
    expected: ['offline', 'unchanged'],
  },
  { name: 'back from offline', facts: { presence: 'offline' }, expected: ['online', 'heard'] },
  {
    name: 'a moment of deafness changes nothing',
    facts: {},
    ear: { listening: false, since: NOW - 19 * S },
    expected: ['online', 'unchanged'],
  },
  {
    name: 'deaf for long: unknown',
    facts: {},
    ear: { listening: false, since: NOW - 20 * S },
    expected: ['unknown', 'deaf'],
  },
  {
    name: 'deaf: offline stays offline',
    facts: { presence: 'offline' },
    ear: { listening: false, since: 0 },
    expected: ['offline', 'unchanged'],
  },
  {
    name: 'unknown becomes online when heard',
    facts: { presence: 'unknown' },
    expected: ['online', 'heard'],
  },
];

describe('decidePresence', () => {
  it.each(cases)('$name', (row) => {
    const decision = decidePresence({ ...online, ...row.facts }, { ...ear, ...row.ear }, NOW);
    expect([decision.presence, decision.reason]).toEqual(row.expected);
  });
});

/** Streams of 5 s and of a minute: how long ago each was heard last, how long ago the host connected, and whether that is silence. */
const streams: {
  name: string;
  fast: number | null;
  slow: number | null;
  connected?: number;
  expected: string;
}[] = [
  { name: 'the only stream, just not silent', fast: 14.9, slow: null, expected: 'online' },
  { name: 'the only stream, silent', fast: 15, slow: null, expected: 'offline' },
  {
    name: 'the fast one has stopped a moment ago, the slow one is due soon',
    fast: 15,
    slow: 30,
    expected: 'online',
  },
  { name: 'the slow one is late, within the grace', fast: 40, slow: 79.9, expected: 'online' },
  { name: 'the slow one did not come', fast: 40, slow: 80, expected: 'offline' },
  { name: 'the slow one did not come, and was heard last', fast: 81, slow: 80, expected: 'offline' },
  { name: 'the slow one missed one already, and is due again', fast: 40, slow: 130, expected: 'online' },
  { name: 'the fast one stopped long ago: the slow one counts', fast: 600, slow: 179.9, expected: 'online' },
  { name: 'the slow one is silent, too', fast: 600, slow: 180, expected: 'offline' },
  { name: 'the slow one stopped long ago: it is not waited for', fast: 15, slow: 600, expected: 'offline' },
  { name: 'only the slow one was ever heard', fast: null, slow: 179, expected: 'online' },
  {
    name: 'connected anew: the fast one is expected from then on',
    fast: 600,
    slow: 100,
    connected: 90,
    expected: 'offline',
  },
];

describe('a host with a fast and a slow stream', () => {
  it.each(streams)('$name', ({ fast, slow, connected, expected }) => {
    const latest = new Map(
      [
        { seconds: fast, intervalMs: 5 * S },
        { seconds: slow, intervalMs: 60 * S },
      ].flatMap(({ seconds, intervalMs }) =>
        seconds === null
          ? []
          : [[String(intervalMs), { arrivedAt: NOW - seconds * S, layout: { intervalMs } }]],
      ),
    );
    const heard = [fast, slow, connected].filter((one) => typeof one === 'number');
    const facts = { ...online, intervalMs: 5 * S, latest, lastHeardAt: NOW - Math.min(...heard) * S };
    const connectedAt = connected === undefined ? 0 : NOW - connected * S;
    expect(decidePresence({ ...facts, connectedAt }, ear, NOW).presence).toBe(expected);
  });

  it('speaks in the interval of its fastest stream that runs, and not faster than it says', () => {
    const beat = (intervalMs: number, ...heard: [number, number][]) =>
      beatMs({
        connectedAt: 0,
        lastHeardAt: NOW,
        intervalMs,
        pace: 1,
        latest: new Map(
          heard.map(([seconds, of]) => [
            String(of),
            { arrivedAt: NOW - seconds * S, layout: { intervalMs: of } },
          ]),
        ),
      });
    expect(beat(5 * S)).toBe(5 * S);
    expect(beat(5 * S, [15, 5 * S], [0, 60 * S])).toBe(5 * S);
    expect(beat(5 * S, [16, 5 * S], [0, 60 * S])).toBe(60 * S);
    expect(beat(30 * S, [0, 5 * S])).toBe(30 * S);
    expect(beat(5 * S, [0, 60 * S], [0, 300 * S])).toBe(60 * S);
  });
});
