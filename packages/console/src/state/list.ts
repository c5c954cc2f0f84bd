import { type Signal, useSignal } from '@preact/signals';
import type { Page } from '../api/client.ts';
import { readAtLeast, type ReadPage } from './read-at-least.ts';
import type { Freshness, Resource } from './resource.ts';
import { useResource } from './use-resource.ts';

/** A list the server hands out in pages. */
export interface List<T> extends Resource<Page<T>> {
  /** Reads one page more; true while it is under way. */
  more(): void;
  reading: Signal<boolean>;
}

const PAGE = 50;
/** How much of each list was read: whoever comes back to one finds as much of it. */
const read = new Map<string, number>();

/** Shows the first page of a list and, when asked, more; a change reads as much again as is shown. */
export function useList<T>(key: string, readPage: ReadPage<T>, freshness: Freshness): List<T> {
  const anew = () => ({ key, count: read.get(key) ?? PAGE });
  const wanted = useSignal(anew());
  const reading = useSignal(false);
  if (wanted.peek().key !== key) wanted.value = anew();
  const resource = useResource(
    key,
    async (signal) => {
      try {
        return await readAtLeast(wanted.peek().count, readPage, signal);
      } finally {
        if (!signal.aborted) reading.value = false;
      }
    },
    freshness,
  );
  return {
    ...resource,
    reading,
    more() {
      reading.value = true;
      const count = (resource.data.peek()?.items.length ?? 0) + PAGE;
      wanted.value = { key, count };
      read.set(key, count);
      resource.refresh();
    },
  };
}
