import type { List } from '../state/list.ts';
import { texts } from '../texts/index.ts';

/** Reads the next page of a list; gone at its end. */
export function MoreButton<T>({ list }: { list: List<T> }) {
  if (list.data.value?.next == null) return null;
  return (
    <button type="button" class="plain more" aria-disabled={list.reading.value} onClick={() => list.more()}>
      {list.reading.value ? texts.value.shell.loading : texts.value.shell.more}
    </button>
  );
}
