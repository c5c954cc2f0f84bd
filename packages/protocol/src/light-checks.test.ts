import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ackSchema } from './ack.ts';
import { eventSchema } from './event.ts';
import { isAck } from './is-ack.ts';
import { runOutcomeOf } from './backup-words.ts';
import { isEvent } from './is-event.ts';
import { MAX_TIME_MS } from './limits.ts';

const head = { sent: 1, epoch: 1, seq: 1, after: 0, time: 5 };
const end = {
  job: 'erp',
  run: 'r1',
  ok: true,
  exitCode: 0,
  durationSeconds: 1.5,
  sizeBytes: null,
  output: '',
};
const sound = {
  ack: { time: 1, epochs: [{ epoch: 2, seq: 0 }], needLayouts: ['a'] },
  slowing: { time: 1, epochs: [], needLayouts: [], slowDown: 2.5 },
  upgrading: {
    time: 1,
    epochs: [],
    needLayouts: [],
    upgrade: { order: 3, version: '0.3.0', url: 'https://w.example' },
  },
  boot: { ...head, kind: 'boot', data: { bootTimeMs: 1, bootId: 'x' } },
  unread: {
    ...head,
    kind: 'boot',
    data: {
      bootTimeMs: 1,
      bootId: '',
      unread: [{ name: 'backup erp', job: 'erp', counted: false, reason: 'wrong password' }],
    },
  },
  start: { ...head, kind: 'backup-start', data: { job: 'erp', run: 'r1' } },
  ofProcess: { ...head, kind: 'backup-start', data: { job: 'erp', run: 'r1', process: '7 100 pid:[1]' } },
  end: { ...head, kind: 'backup-end', data: end },
  withOutcome: { ...head, kind: 'backup-end', data: { ...end, outcome: 'warnings' } },
  copies: {
    ...head,
    kind: 'backup_copies',
    data: {
      job: 'erp',
      tool: 'restic',
      location: 'sftp:vault:/srv',
      kind: 'offsite',
      at: 5,
      newest: {
        startedAt: 1,
        endedAt: null,
        kind: 'full',
        bytes: 7,
        files: null,
        complete: 'yes',
        expiresAt: 9,
      },
      oldestAt: null,
      count: 3,
      spread: { days: 3, weeks: 1, months: 0 },
      bytes: null,
      verifiedAt: 4,
      verification: 'restic check',
      sound: true,
    },
  },
  verified: {
    ...head,
    kind: 'backup_verified',
    data: { job: 'erp', location: '/srv/erp', at: 5, sound: false, found: 'repository contains errors' },
  },
  drill: {
    ...head,
    kind: 'restore_drill',
    data: {
      job: 'erp',
      tool: 'restic',
      runId: 'd1',
      startedAt: 1,
      endedAt: 4,
      outcome: 'passed',
      checks: [{ name: 'rows of orders', passed: true, found: '1200' }],
      restoredBytes: 7,
      snapshotAt: null,
      note: '',
    },
  },
  inventory: { ...head, kind: 'inventory', data: { os: 'linux' } },
  upgrade: {
    ...head,
    kind: 'upgrade',
    data: { order: 3, version: '0.3.0', outcome: 'rolled-back', code: 'UPGRADE_NOT_CONNECTED', reason: 'x' },
  },
};

/** What may stand in place of any part of a sound message. */
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    -1,
    0,
    0.5,
    1e300,
    Number.MAX_SAFE_INTEGER + 1,
    MAX_TIME_MS,
    MAX_TIME_MS + 1,
    '',
    '\0',
    'x'.repeat(64),
    `${'x'.repeat(64)}\0`,
    'x'.repeat(65),
    'x'.repeat(129),
    'x'.repeat(4001),
    [],
    {},
    null,
    undefined,
  ),
);

/** A sound message with one part of it, at any depth, replaced, taken away or added. */
function spoilt(message: object): fc.Arbitrary<unknown> {
  return fc.tuple(fc.constantFrom('replace', 'remove', 'add'), fc.nat(60), odd).map(([how, at, value]) => {
    const copy = structuredClone(message) as Record<string, unknown>;
    const places = placesOf(copy);
    const [holder, key] = places[at % places.length] ?? [copy, 'time'];
    if (how === 'replace') holder[key] = value;
    else if (how === 'remove') delete holder[key];
    else holder['more'] = value;
    // As it would arrive: JSON has no holes.
    return JSON.parse(JSON.stringify(copy)) as unknown;
  });
}

function placesOf(value: Record<string, unknown>): [Record<string, unknown>, string][] {
  return Object.entries(value).flatMap(([key, item]) => [
    [value, key],
    ...(typeof item === 'object' && item !== null ? placesOf(item as Record<string, unknown>) : []),
  ]);
}

it.each(Object.entries(sound))('takes a sound %s', (name, message) => {
  expect(['ack', 'slowing', 'upgrading'].includes(name) ? isAck(message) : isEvent(message)).toBe(true);
});

it('isAck says what ackSchema says', () => {
  fc.assert(
    fc.property(fc.oneof(spoilt(sound.ack), spoilt(sound.slowing), spoilt(sound.upgrading), odd), (raw) => {
      expect(isAck(raw)).toBe(ackSchema.safeParse(raw).success);
    }),
    { numRuns: 2000 },
  );
});

it('isEvent says what eventSchema says', () => {
  const { ack: _ack, slowing: _slowing, upgrading: _upgrading, ...events } = sound;
  fc.assert(
    fc.property(fc.oneof(...Object.values(events).map(spoilt), odd), (raw) => {
      expect(isEvent(raw)).toBe(eventSchema.safeParse(raw).success);
    }),
    { numRuns: 5000 },
  );
});

it.each([
  [true, undefined, 'success'],
  [false, undefined, 'failed'],
  [true, 'warnings', 'warnings'],
  [false, 'interrupted', 'interrupted'],
  // A word of a later version says no less than `ok`, and none may contradict it.
  [true, 'verified', 'success'],
  [false, 'evicted', 'failed'],
  [false, 'success', 'failed'],
  [true, 'interrupted', 'success'],
])('a run with ok %s and outcome %s is %s', (ok, outcome, is) => {
  expect(runOutcomeOf({ ok, outcome })).toBe(is);
});
