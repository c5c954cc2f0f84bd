import type { Page } from '../api/client.ts';

/** How a page is asked for. */
export type ReadPage<T> = (
  paging: { limit: number; cursor: string | null },
  signal: AbortSignal,
) => Promise<Page<T>>;

const LARGEST_PAGE = 500;

/** Reads pages from the beginning until `count` items are there, or no more. */
export async function readAtLeast<T>(
  count: number,
  readPage: ReadPage<T>,
  signal: AbortSignal,
): Promise<Page<T>> {
  const items: T[] = [];
  let next: string | null = null;
  do {
    const limit = Math.min(LARGEST_PAGE, count - items.length);
    const page: Page<T> = await readPage({ limit, cursor: next }, signal);
    items.push(...page.items);
    next = page.next;
  } while (next !== null && items.length < count);
  return { items, next };
}
