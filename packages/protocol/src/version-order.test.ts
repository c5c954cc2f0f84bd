import { expect, it } from 'vitest';
import { compareVersions, isVersion } from './version-order.ts';

it('orders versions as semver does', () => {
  const ordered = [
    'nonsense',
    '0.1.0-rc.1',
    '0.1.0-rc.2',
    '0.1.0-rc.10',
    '0.1.0',
    '0.2.0',
    '0.10.0',
    '1.0.0',
  ];
  expect([...ordered].toReversed().toSorted(compareVersions)).toEqual(ordered);
  expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
  expect(compareVersions('0.1.0-alpha', '0.1.0-1')).toBeGreaterThan(0);
});

it.each(['1.2.3', '0.3.0-rc.1', '10.0.0-nightly-7'])('%s is a version', (text) => {
  expect(isVersion(text)).toBe(true);
});

it.each(['', '1.2', '1.2.3/../..', '1.2.3-', '../1.2.3', '1.2.3 ', 'v1.2.3', `1.2.3-${'x'.repeat(64)}`])(
  '%j is none',
  (text) => {
    expect(isVersion(text)).toBe(false);
  },
);
