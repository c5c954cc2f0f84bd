import { type Overview, overviewSchema } from '@watchcase/api';
import { address } from './client.ts';
import { type Kept, requestIfChanged } from './request.ts';

let kept: Kept<Overview> | undefined;

/** All of the overview, on the reader's day; what has not changed is not sent again. */
export async function readOverview(signal: AbortSignal): Promise<Overview> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  kept = await requestIfChanged(address('/overview', { zone: timeZone }), overviewSchema, { kept, signal });
  return kept.answer;
}
