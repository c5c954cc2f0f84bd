import { expect, it } from 'vitest';
import { describeEachStore } from '../harness/stores.ts';
import { expectedPages } from './duty-year/expected.ts';
import type { ExpectedPage } from './duty-year/pages.ts';
import { playYear } from './duty-year/play.ts';
import { inventCases } from './duty-year/story.ts';

const SEED = 2026;
const cases = inventCases(SEED);
/** PostgreSQL takes several times as long: it has a third of the cases, from all of the year, unless all are asked for. */
const isWhole = process.env['DUTY_YEAR'] === 'whole';
const expected = cases.map((one) => expectedPages(one).map(lineOf));

function lineOf({ at, person, channel, reason, place }: ExpectedPage) {
  return `${new Date(Math.round(at * 60_000)).toISOString()} ${person} ${channel} ${reason} ${place}`;
}

const without = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));

it('the year has all that a year has', () => {
  const lines = expected.flat();
  for (const reason of [
    'opened',
    'step',
    'lapsed',
    'given-back',
    'handed-on',
    'raised',
    'reopened',
    'warning',
    'breached',
    'progress',
  ])
    expect(lines.filter((line) => line.includes(` ${reason} `)).length, reason).toBeGreaterThan(20);
  expect(lines.filter((line) => line.includes(' last ')).length).toBeGreaterThan(50);
});

describeEachStore('a year of duty', (newDatabase) => {
  it('every page is whose, when, by which channel and by which step a walk through the year says', async () => {
    const { kind, open } = await newDatabase();
    const played = kind === 'sqlite' || isWhole ? cases : cases.filter(({ number }) => number % 3 === 0);
    const delivered = await playYear(await open(), played);
    expect(delivered.size).toBe(played.length);
    const wrong = [...delivered].flatMap(([number, pages]) => {
      const [found, wanted] = [pages.map(lineOf).toSorted(), expected[number]?.toSorted() ?? []];
      if (found.join() === wanted.join()) return [];
      return [
        {
          story: JSON.stringify(cases[number]),
          missing: without(wanted, found),
          extra: without(found, wanted),
        },
      ];
    });
    expect(wrong).toEqual([]);
  }, 600_000);
});
