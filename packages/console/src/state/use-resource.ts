import { useLayoutEffect, useMemo } from 'preact/hooks';
import { comebacks, onChange } from '../api/live.ts';
import { createResource, type Freshness, type Resource } from './resource.ts';

/** Reads `read`'s answer while the component is on screen; begins anew when `key` changes. */
export function useResource<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
  freshness: Freshness = {},
): Resource<T> {
  const kept = useMemo(() => createResource(read, freshness, { onChange, comebacks }), [key]);
  // Asked before the page is painted: what it waits for is on its way by then.
  useLayoutEffect(() => kept.start(), [kept]);
  return kept;
}
