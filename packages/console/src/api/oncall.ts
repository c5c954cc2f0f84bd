import {
  type CreatedFeed,
  createdFeedSchema,
  type DutyChangesView,
  dutyChangesSchema,
  type DutyFindingView,
  dutyFindingsSchema,
  type DutyPreview,
  dutyPreviewSchema,
  type Fairness,
  fairnessSchema,
  type Paged,
  pagedSchema,
  type Feed,
  feedListSchema,
  type Who,
  whoSchema,
} from '@watchcase/api';
import { address, type Parameters } from './client.ts';
import { request } from './request.ts';

/** Who is on duty now. */
export function readWho(parameters: Parameters, signal: AbortSignal): Promise<Who> {
  return request(address('/oncall/who', parameters), whoSchema, { signal });
}

/** Who will be, `from` … `to`. */
export function readDutyPreview(parameters: Parameters, signal: AbortSignal): Promise<DutyPreview> {
  return request(address('/oncall/preview', parameters), dutyPreviewSchema, { signal });
}

/** What is wrong within the next 60 days. */
export function readDutyFindings(signal: AbortSignal): Promise<{ until: string; items: DutyFindingView[] }> {
  return request('/oncall/findings', dutyFindingsSchema, { signal });
}

/** Hours, nights and holidays by person, `from` and `to` months. */
export function readFairness(parameters: Parameters, signal: AbortSignal): Promise<Fairness> {
  return request(address('/oncall/fairness', parameters), fairnessSchema, { signal });
}

/** Overrides, swaps and absences of now and later. */
export function readDutyChanges(signal: AbortSignal): Promise<DutyChangesView> {
  return request('/oncall/changes', dutyChangesSchema, { signal });
}

/** Makes an override, a swap or an absence; gives what holds then. */
export function makeDutyChange(
  kind: 'overrides' | 'swaps' | 'absences',
  body: object,
): Promise<DutyChangesView> {
  return request(`/oncall/${kind}`, dutyChangesSchema, { method: 'POST', body });
}

/** Takes one back, or says one's word about a swap. */
export function decideDutyChange(
  kind: 'overrides' | 'swaps' | 'absences',
  id: string,
  act: 'cancel' | 'agree' | 'decline',
): Promise<DutyChangesView> {
  return request(`/oncall/${kind}/${encodeURIComponent(id)}/${act}`, dutyChangesSchema, {
    method: 'POST',
    body: {},
  });
}

/** How often each person was paged between two moments. */
export function readPaged(parameters: Parameters, signal: AbortSignal): Promise<Paged> {
  return request(address('/oncall/paged', parameters), pagedSchema, { signal });
}

/** Calendar addresses in force. */
export function readFeeds(signal: AbortSignal): Promise<{ items: Feed[] }> {
  return request('/oncall/feeds', feedListSchema, { signal });
}

export function makeFeed(body: { person: string } | { team: string }): Promise<CreatedFeed> {
  return request('/oncall/feeds', createdFeedSchema, { method: 'POST', body });
}

export async function endFeed(id: string): Promise<void> {
  await request(
    `/oncall/feeds/${encodeURIComponent(id)}/end`,
    { parse: () => null },
    { method: 'POST', body: {} },
  );
}
