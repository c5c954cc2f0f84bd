import { expect, it } from 'vitest';
import { readAtLeast } from './read-at-least.ts';

/** A list of 1200 numbers, handed out as the server does. */
function pages(asked: number[]) {
  return (paging: { limit: number; cursor: string | null }) => {
    asked.push(paging.limit);
    const from = Number(paging.cursor ?? 0);
    const items = Array.from({ length: Math.min(paging.limit, 1200 - from) }, (_, i) => from + i);
    const end = from + items.length;
    return Promise.resolve({ items, next: end < 1200 ? String(end) : null });
  };
}

it.each([
  [50, [50], 50, '50'],
  [500, [500], 500, '500'],
  [700, [500, 200], 700, '700'],
  [5000, [500, 500, 500], 1200, null],
])('reads at least %i', async (count, limits, length, next) => {
  const asked: number[] = [];
  const page = await readAtLeast(count, pages(asked), new AbortController().signal);
  expect(asked).toEqual(limits);
  expect(page.items).toEqual(Array.from({ length }, (_, i) => i));
  expect(page.next).toBe(next);
});
