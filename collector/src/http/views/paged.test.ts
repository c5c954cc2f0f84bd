import { expect, it } from 'vitest';
import { countPaged, type GotPage } from './paged.ts';

const got = (person: string, caseId: number, at: string): GotPage => ({
  person,
  caseId,
  channel: 'chat',
  at: Date.parse(at),
});

it('counts pages, cases and nights of each person on their own wall', () => {
  const zones: Record<string, string> = { lin: 'Asia/Shanghai', meyer: 'Europe/Berlin' };
  const pages = [
    // 22:00 and 05:59 in Shanghai are one night, 06:00 is day.
    got('lin', 1, '2026-03-02T14:00:00Z'),
    got('lin', 1, '2026-03-02T21:59:59Z'),
    got('lin', 2, '2026-03-02T22:00:00Z'),
    // One message told of both.
    got('lin', 1, '2026-03-02T22:00:00Z'),
    got('lin', 3, '2026-03-03T18:30:00Z'),
    // The hour that comes twice in Berlin is of the night that began the evening before.
    got('meyer', 4, '2026-10-25T00:30:00Z'),
    got('meyer', 4, '2026-10-25T01:30:00Z'),
    got('meyer', 5, '2026-10-25T12:00:00Z'),
  ];
  expect(countPaged(pages, { nameOf: (id) => id.toUpperCase(), zoneOf: (id) => zones[id] ?? 'UTC' })).toEqual(
    [
      { person: { id: 'lin', name: 'LIN' }, pages: 4, cases: 3, atNight: 3, nights: 2 },
      { person: { id: 'meyer', name: 'MEYER' }, pages: 3, cases: 2, atNight: 2, nights: 1 },
    ],
  );
});
