import { useMemo } from 'preact/hooks';
import { recall, remember } from './remembered.ts';
import { query, setQueries } from './route.ts';

/** Lists whose look can be chosen. */
type ListName = 'cases' | 'hosts';
/** What is chosen of a list's look. */
const names = ['look', 'columns'] as const;

/** Puts into the address how this reader likes the list, where the address says nothing else: a link always shows what its sender saw. */
export function useChosenLook(list: ListName): void {
  useMemo(() => {
    const liked = names.flatMap((name) => {
      const value = recall(`${list}.${name}`);
      return value === null || query.peek().has(name) ? [] : [[name, value]];
    });
    if (liked.length > 0) setQueries(Object.fromEntries(liked));
  }, [list]);
}

/** Changes it, now and for later visits; an empty text for the usual one. */
export function chooseLook(list: ListName, name: (typeof names)[number], value: string): void {
  setQueries({ [name]: value });
  remember(`${list}.${name}`, value === '' ? null : value);
}
