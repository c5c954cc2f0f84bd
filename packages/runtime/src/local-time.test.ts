import { expect, it } from 'vitest';
import { isZone, localTime, machineZone } from './local-time.ts';

it.each([
  {
    iso: '2026-03-02T08:00:05.000Z',
    zone: 'Asia/Shanghai',
    told: '2026-03-02 16:00:05 Asia/Shanghai (UTC+8)',
  },
  {
    iso: '2026-03-02T16:00:00.000Z',
    zone: 'Asia/Shanghai',
    told: '2026-03-03 00:00:00 Asia/Shanghai (UTC+8)',
  },
  {
    iso: '2026-10-25T00:30:00.000Z',
    zone: 'Europe/Berlin',
    told: '2026-10-25 02:30:00 Europe/Berlin (UTC+2)',
  },
  {
    iso: '2026-10-25T01:30:00.000Z',
    zone: 'Europe/Berlin',
    told: '2026-10-25 02:30:00 Europe/Berlin (UTC+1)',
  },
  {
    iso: '2026-07-01T12:00:00.000Z',
    zone: 'Europe/Berlin',
    told: '2026-07-01 14:00:00 Europe/Berlin (UTC+2)',
  },
  { iso: '2026-03-02T08:00:05.000Z', zone: 'UTC', told: '2026-03-02 08:00:05 UTC' },
])('$iso in $zone', ({ iso, zone, told }) => {
  expect(localTime(iso, zone)).toBe(told);
});

it('knows the names of zones', () => {
  expect(['Asia/Shanghai', 'UTC', machineZone()].map(isZone)).toEqual([true, true, true]);
  expect(['Asia/Nowhere', '', 'Beijing time'].map(isZone)).toEqual([false, false, false]);
});
