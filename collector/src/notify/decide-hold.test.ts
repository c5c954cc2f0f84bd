import { expect, it } from 'vitest';
import { decideHold } from './decide-hold.ts';

const MIN = 60_000;
const now = 100 * MIN;
const sent = [95 * MIN, 30 * MIN, 41 * MIN, 50 * MIN];

it.each([
  ['there is room: one is older than an hour', 'opened', 'major', 4, undefined],
  ['none is left until the oldest of the hour is', 'opened', 'major', 3, 101 * MIN],
  ['more than allowed were sent: until two are', 'raised', 'critical', 2, 110 * MIN],
  ['the first page of a critical case never waits', 'opened', 'critical', 1, undefined],
  ['nor does the next step of one', 'step', 'critical', 1, undefined],
  ['that it is over does', 'recovered', 'critical', 1, 155 * MIN],
] as const)('%s', (...[, reason, severity, most, until]) => {
  expect(decideHold({ reason, severity }, sent, { most, now })).toBe(until);
});
