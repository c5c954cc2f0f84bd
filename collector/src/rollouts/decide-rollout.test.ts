import { describe, expect, it } from 'vitest';
import { type AskedHost, decideRollout, type RolloutFacts } from './decide-rollout.ts';

const bounds = { settleMs: 600_000, awayMs: 120_000, answerMs: 1_200_000 };
const NOW = 10_000_000;
const well: AskedHost = {
  host: 'a.1',
  stage: 'first',
  askedAt: NOW - 900_000,
  outcome: 'installed',
  outcomeAt: NOW - 800_000,
  code: '',
  isOnline: true,
  presenceSince: NOW - 850_000,
  unreadBefore: 1,
  unread: 1,
};
const waiting: Partial<AskedHost> = { outcome: null, outcomeAt: null, askedAt: NOW - 60_000 };
const named = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `a.${from + index}`);
const decide = (facts: Partial<RolloutFacts>) =>
  decideRollout({ stage: 'first', asked: [], candidates: [], ...facts }, NOW, bounds);

describe('a version', () => {
  it('goes to one host first', () => {
    expect(decide({ candidates: named(23) })).toEqual({
      do: 'ask',
      stage: 'first',
      hosts: ['a.1'],
      because: 'nobody has it yet',
    });
  });

  it('then to a tenth of all, rounded up', () => {
    expect(decide({ asked: [well], candidates: named(22, 2) })).toMatchObject({
      stage: 'tenth',
      hosts: ['a.2', 'a.3'],
      because: 'all before are well',
    });
  });

  it('then to all, at once where one is a tenth', () => {
    const three = named(3).map((host) => ({ ...well, host }));
    expect(decide({ stage: 'tenth', asked: three, candidates: named(20, 4) })).toMatchObject({
      stage: 'all',
      hosts: named(20, 4),
    });
    expect(decide({ asked: [well], candidates: named(9, 2) })).toMatchObject({
      stage: 'all',
      hosts: named(9, 2),
    });
  });

  it('has arrived when nobody is left', () => {
    expect(decide({ stage: 'all', asked: [well] })).toEqual({ do: 'end', because: 'all hosts have it' });
    expect(decide({})).toMatchObject({ do: 'end' });
  });

  it('goes to hosts that come back while it is under way', () => {
    expect(decide({ stage: 'all', asked: [well], candidates: ['a.9'] })).toMatchObject({
      do: 'ask',
      because: 'hosts have come back',
      hosts: ['a.9'],
    });
  });

  it('passes over a host that there is no package for', () => {
    const other: AskedHost = { ...well, outcome: 'refused', code: 'UPGRADE_NOT_FOR_THIS_HOST' };
    expect(decide({ asked: [other], candidates: ['a.2'] })).toMatchObject({ stage: 'first', hosts: ['a.2'] });
  });
});

it.each<[string, Partial<AskedHost>, string]>([
  ['has not answered', waiting, 'hosts have not answered'],
  [
    'is offline for a moment while it changes',
    { ...waiting, isOnline: false, presenceSince: NOW - 50_000 },
    'hosts have not answered',
  ],
  [
    'was long offline when it was asked',
    { ...waiting, isOnline: false, presenceSince: 0 },
    'hosts have not answered',
  ],
  ['has it for less than it takes', { outcomeAt: NOW - 599_999 }, 'hosts settle'],
  [
    'is offline for a moment',
    { outcomeAt: NOW - 1000, isOnline: false, presenceSince: NOW - 119_999 },
    'hosts settle',
  ],
])('nobody follows a host that %s', (_what, it, because) => {
  expect(decide({ asked: [{ ...well, ...it }], candidates: named(5, 2) })).toEqual({ do: 'wait', because });
});

it.each<[string, Partial<AskedHost>, string]>([
  ['went back', { outcome: 'rolled-back' }, 'rolled back'],
  ['refused it', { outcome: 'refused', code: 'UPGRADE_PACKAGE_CHANGED' }, 'refused'],
  ['has it and went offline', { isOnline: false, presenceSince: NOW - 120_000 }, 'went offline'],
  [
    'went offline before it had it',
    { ...waiting, askedAt: NOW - 200_000, isOnline: false, presenceSince: NOW - 120_000 },
    'went offline',
  ],
  ['can no longer read something', { unread: 2 }, 'cannot read what it could'],
  ['says nothing', { ...waiting, askedAt: NOW - 1_200_000 }, 'no answer'],
])('it stops by itself where one %s', (_what, it, because) => {
  const asked = [well, { ...well, host: 'a.2', ...it }];
  for (const stage of ['first', 'tenth', 'all'] as const)
    expect(decide({ stage, asked, candidates: named(5, 3) })).toEqual({
      do: 'stop',
      because,
      hosts: ['a.2'],
    });
});
