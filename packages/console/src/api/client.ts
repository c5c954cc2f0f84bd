import {
  type Alert,
  alertListSchema,
  type Case,
  type CaseDetail,
  caseDetailSchema,
  type CaseEventView,
  caseListSchema,
  type CreatedEnrolment,
  type NewEnrolment,
  createdEnrolmentSchema,
  type EndedHost,
  endedHostSchema,
  type Enrolment,
  enrolmentSchema,
  enrolmentListSchema,
  type Host,
  type HostDetail,
  hostDetailSchema,
  hostListSchema,
  type People,
  peopleSchema,
  type SeriesData,
  type WantedHostChange,
  seriesDataSchema,
  type WhileFiring,
  timelineListSchema,
} from '@watchcase/api';
import { actingName } from '../state/session.ts';
import { request } from './request.ts';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

type Parameters = Readonly<Record<string, string | number | readonly string[] | null>>;

function address(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return `${path}?${query.toString()}`;
}

/** Cases of one page; see caseListQuerySchema for the parameters. */
export function readCases(parameters: Parameters, signal: AbortSignal): Promise<Page<Case>> {
  return request(address('/cases', parameters), caseListSchema, { signal });
}

/** What fires though a person ended its case, of one page. */
export function readAlertsWithoutCase(parameters: Parameters, signal: AbortSignal): Promise<Page<Alert>> {
  return request(address('/alerts', { withoutCase: 'true', ...parameters }), alertListSchema, { signal });
}

/** Lines of a case's timeline of one page, newest first. */
export function readTimeline(
  id: number,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<Page<CaseEventView>> {
  return request(address(`/cases/${id}/timeline`, parameters), timelineListSchema, { signal });
}

export function readCase(id: number, signal: AbortSignal): Promise<CaseDetail> {
  return request(`/cases/${id}`, caseDetailSchema, { signal });
}

/** Those whom a case can be handed on to. */
export function readPeople(signal: AbortSignal): Promise<People> {
  return request('/people', peopleSchema, { signal });
}

/** What a person can do to a case. */
export type CaseAct =
  | { act: 'acknowledge' }
  | { act: 'take' }
  | { act: 'hand-on'; to: string }
  | { act: 'give-back' }
  | { act: 'reopen' }
  | { act: 'notes'; text: string }
  | { act: 'resolve'; cause: string; solution: string; whileFiring?: WhileFiring }
  | { act: 'close'; text: string; whileFiring?: WhileFiring };

/** Does it, under the reader's name; gives the case as it then is. */
export function actOnCase(id: number, { act, ...body }: CaseAct): Promise<CaseDetail> {
  const by = actingName();
  return request(`/cases/${id}/${act}`, caseDetailSchema, {
    method: 'POST',
    body: by === '' ? body : { ...body, by },
  });
}

/** Hosts of one page; see hostListQuerySchema for the parameters. */
export function readHosts(parameters: Parameters, signal: AbortSignal): Promise<Page<Host>> {
  return request(address('/hosts', parameters), hostListSchema, { signal });
}

export function readHost(id: string, signal: AbortSignal): Promise<HostDetail> {
  return request(`/hosts/${encodeURIComponent(id)}`, hostDetailSchema, { signal });
}

/** Values of series between two moments (Unix milliseconds). */
export function readSeries(
  hostId: string,
  wanted: { series: readonly string[]; fromMs: number; toMs: number },
  signal: AbortSignal,
): Promise<SeriesData> {
  const parameters = {
    series: wanted.series,
    from: new Date(wanted.fromMs).toISOString(),
    to: new Date(wanted.toMs).toISOString(),
    points: 360,
  };
  return request(address(`/hosts/${encodeURIComponent(hostId)}/series`, parameters), seriesDataSchema, {
    signal,
  });
}

export function readEnrolments(parameters: Parameters, signal: AbortSignal): Promise<Page<Enrolment>> {
  return request(address('/enrolments', parameters), enrolmentListSchema, { signal });
}

/** Makes a one-time token for one host. */
export function createEnrolment(wanted: Partial<NewEnrolment>): Promise<CreatedEnrolment> {
  return request('/enrolments', createdEnrolmentSchema, { method: 'POST', body: wanted });
}

/** Renames a host, or moves it to another site. */
export function changeHost(id: string, change: WantedHostChange): Promise<HostDetail> {
  return request(`/hosts/${encodeURIComponent(id)}`, hostDetailSchema, { method: 'PATCH', body: change });
}

/** Takes a host out of service, or its credential from it. */
export function endHost(id: string, act: 'retire' | 'revoke'): Promise<EndedHost> {
  return request(`/hosts/${encodeURIComponent(id)}/${act}`, endedHostSchema, { method: 'POST', body: {} });
}

/** Makes a token that nobody has used worth nothing. */
export function revokeEnrolment(id: number): Promise<Enrolment> {
  return request(`/enrolments/${id}/revoke`, enrolmentSchema, { method: 'POST', body: {} });
}
