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

/** Shows the first page of a list and, when asked, more; a change reads as much again as is shown. */
export function useList<T>(key: string, readPage: ReadPage<T>, freshness: Freshness): List<T> {
  const wanted = useSignal({ key, count: PAGE });
  const reading = useSignal(false);
  if (wanted.peek().key !== key) wanted.value = { key, count: PAGE };
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
      wanted.value = { key, count: (resource.data.peek()?.items.length ?? 0) + PAGE };
      resource.refresh();
    },
  };
}
