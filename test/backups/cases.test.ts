import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { live, readStories } from './story.ts';

const folder = new URL('cases/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

/** So many lives there are at least. */
const LEAST = 100;

describe.each(files)('lives of backup jobs: %s', (file) => {
  it.each(readStories(new URL(file, folder)))('$name', (story) => {
    expect(live(story)).toEqual(story.alarms);
  });
});

it(`there are ${LEAST} of them or more`, () => {
  const all = files.flatMap((file) => readStories(new URL(file, folder)));
  expect(all.length).toBeGreaterThanOrEqual(LEAST);
});
