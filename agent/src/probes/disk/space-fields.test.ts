import { expect, it } from 'vitest';
import { spaceFields } from './space-fields.ts';

const UNSIGNED_MINUS_ONE = 2 ** 64;
const whole = { blockBytes: 4096, blocks: 1000, available: 400, free: 500, inodes: 1000, inodesFree: 250 };
const told = (numbers: Partial<typeof whole>, type = 'ext4') =>
  Object.fromEntries(spaceFields({ ...whole, ...numbers }, { type }).map(([name, , value]) => [name, value]));

it.each([
  ['xfs', 0],
  ['zfs', 0],
  ['ext4', 75],
  ['btrfs', 75],
])('%s: %d %% of its inodes are used', (type, percent) => {
  expect(told({}, type)).toMatchObject({ inodes_used_percent: percent, used_percent: 55.555_555_555_555_56 });
});

it.each([
  [
    '−1 free inodes',
    { inodesFree: UNSIGNED_MINUS_ONE },
    { inodes_free: null, inodes_used: null, inodes_used_percent: null, inodes_total: 1000 },
  ],
  ['more inodes free than there are', { inodesFree: 1001 }, { inodes_free: null, inodes_used_percent: null }],
  [
    'more available than there is',
    { available: 1001 },
    { free: null, used_percent: null, total: 4_096_000, used: 2_048_000 },
  ],
  ['less than nothing available', { available: UNSIGNED_MINUS_ONE }, { free: null, used_percent: null }],
  ['more free than there is', { free: 1001 }, { used: null, used_percent: null, free: 1_638_400 }],
  [
    'a size that cannot be',
    { blocks: UNSIGNED_MINUS_ONE },
    { total: null, used: null, free: null, used_percent: null },
  ],
])('%s is not known rather than nonsense, and costs nothing else', (_, numbers, expected) => {
  expect(told(numbers)).toMatchObject(expected);
});

it('tells no share of what is read-only and always as full as it is', () => {
  const fields = Object.fromEntries(
    spaceFields(whole, { isFixed: true }).map(([name, , value]) => [name, value]),
  );
  expect(fields).toMatchObject({
    total: 4_096_000,
    used: 2_048_000,
    used_percent: null,
    inodes_used_percent: null,
  });
});
