import { type WatchView, watchSchema } from '@watchcase/api';
import { request } from './request.ts';

/** How the collector watches over itself. */
export function readWatch(signal: AbortSignal): Promise<WatchView> {
  return request('/watch', watchSchema, { signal });
}
