import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { count, judge, readClockCases } from './clock-case.ts';

const folder = new URL('cases/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

/** So many lives there are at least. */
const LEAST = 150;

describe.each(files)('clock cases: %s', (file) => {
  const cases = readClockCases(new URL(file, folder));

  it.each(cases)('$name', (one) => {
    const { clocks, said } = one;
    expect(judge(one)).toEqual({ clocks, said });
  });

  it.each(cases)('$name: a count of minutes says the same', (one) => {
    const counted = count(one);
    expect(counted.said).toEqual(one.said);
    expect(counted.clocks.length).toBe(one.clocks.length);
    for (const line of counted.clocks.filter((words) => words.includes(' due ')))
      expect(one.clocks.filter((words) => words.startsWith(line))).toHaveLength(1);
  });
});

it(`there are ${LEAST} of them or more`, () => {
  const all = files.flatMap((file) => readClockCases(new URL(file, folder)));
  expect(all.length).toBeGreaterThanOrEqual(LEAST);
});
