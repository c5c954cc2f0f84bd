import { useEffect } from 'preact/hooks';
import { followHosts } from '../api/live.ts';

/** Hears of changes of these hosts while the component is on screen. */
export function useHosts(ids: readonly string[] | 'all'): void {
  useEffect(() => followHosts(ids), [typeof ids === 'string' ? ids : ids.join()]);
}
