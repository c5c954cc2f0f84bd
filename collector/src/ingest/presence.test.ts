import { describe, expect, it } from 'vitest';
import { decidePresence, type Listening, type PresenceFacts } from './presence.ts';

const NOW = 10_000_000;
const S = 1000;
const online: PresenceFacts = {
  presence: 'online',
  sessionEndedAt: null,
  lastHeardAt: NOW - 5 * S,
  intervalMs: 15 * S,
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
