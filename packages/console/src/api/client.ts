import {
  type Attachment,
  attachmentSchema,
  type BulkAnswer,
  bulkAnswerSchema,
  customerLinkSchema,
  type Customers,
  customersSchema,
  type Like,
  likesSchema,
  type SavedView,
  savedViewsSchema,
  type Alert,
  alertListSchema,
  type Case,
  type CaseDetail,
  caseDetailSchema,
  type CauseKind,
  type CaseEventView,
  caseListSchema,
  type ClocksExplainedView,
  clocksExplainedSchema,
  type EscalationView,
  escalationSchema,
  type CreatedEnrolment,
  type NewEnrolment,
  createdEnrolmentSchema,
  type EndedHost,
  endedHostSchema,
  type Enrolment,
  enrolmentSchema,
  enrolmentListSchema,
  type Host,
  type HoldReason,
  type HostDetail,
  hostDetailSchema,
  hostListSchema,
  type People,
  peopleSchema,
  type Relation,
  type SeriesData,
  type WantedHostChange,
  seriesDataSchema,
  type Severity,
  type Visibility,
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

/** Filters and paging of a list; null and empty ones are left out. */
export type Parameters = Readonly<Record<string, string | number | readonly string[] | null>>;

/** A path with its query. */
export function address(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return `${path}?${query.toString()}`;
}

/** One act on several cases. */
export function actOnCases(cases: readonly number[], deed: object): Promise<BulkAnswer> {
  const by = actingName();
  const body = { cases, deed, ...(by === '' ? {} : { by }) };
  return request('/cases/bulk', bulkAnswerSchema, { method: 'POST', body });
}

/** Opens a case by hand. */
export function openCase(wanted: object): Promise<CaseDetail> {
  const by = actingName();
  return request('/cases', caseDetailSchema, {
    method: 'POST',
    body: by === '' ? wanted : { ...wanted, by },
  });
}

/** What is like a case and has a solution. */
export async function readLikes(id: number, signal: AbortSignal): Promise<Like[]> {
  return (await request(`/cases/${id}/likes`, likesSchema, { signal })).items;
}

export async function readViews(signal: AbortSignal): Promise<SavedView[]> {
  return (await request('/views', savedViewsSchema, { signal })).items;
}

/** Keeps a list under a name. */
export async function saveView(name: string, query: string): Promise<SavedView[]> {
  return (await request('/views', savedViewsSchema, { method: 'POST', body: { name, query } })).items;
}

export async function forgetView(id: number): Promise<SavedView[]> {
  return (await request(`/views/${id}`, savedViewsSchema, { method: 'DELETE' })).items;
}

/** Customers with their sites. */
export function readCustomers(signal: AbortSignal): Promise<Customers> {
  return request('/customers', customersSchema, { signal });
}

/** A link by which a contact confirms and rates a case. */
export async function makeCustomerLink(id: number, contact: string): Promise<string> {
  const made = await request(`/cases/${id}/customer-link`, customerLinkSchema, {
    method: 'POST',
    body: { contact },
  });
  return made.url;
}

/** Attaches a file to a case. */
export function sendFile(id: number, file: File): Promise<Attachment> {
  const path = address(`/cases/${id}/attachments`, { name: file.name });
  return request(path, attachmentSchema, { method: 'POST', file });
}

/** Cases of one page; see caseListQuerySchema for the parameters. */
export function readCases(parameters: Parameters, signal: AbortSignal): Promise<Page<Case>> {
  return request(address('/cases', parameters), caseListSchema, { signal });
}

/** What fires though a person ended its case, of one page. */
export function readAlertsWithoutCase(parameters: Parameters, signal: AbortSignal): Promise<Page<Alert>> {
  return request(address('/alerts', { withoutCase: 'true', ...parameters }), alertListSchema, { signal });
}

/** Why each clock of a case stands as it does. */
export function readClocksExplained(id: number, signal: AbortSignal): Promise<ClocksExplainedView> {
  return request(`/cases/${id}/clocks`, clocksExplainedSchema, { signal });
}

/** Who was asked for a case, and who is next. */
export function readEscalation(id: number, signal: AbortSignal): Promise<EscalationView> {
  return request(`/cases/${id}/escalation`, escalationSchema, { signal });
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

/** A part that was used. */
interface WorkPart {
  name: string;
  count: number;
  unitPrice: number;
}

/** What a person can do to a case. */
export type CaseAct =
  | { act: 'acknowledge' }
  | { act: 'take' }
  | { act: 'hand-on'; to: string; note: string }
  | { act: 'give-back' | 'reopen' | 'watch' | 'unwatch' | 'resume' }
  | { act: 'notes'; text: string; visibility: Visibility }
  | { act: 'diagnose' | 'need-on-site' | 'arrive' | 'confirm'; text: string }
  | { act: 'dispute'; text: string }
  | { act: 'rate'; stars: number; text: string }
  | { act: 'cancel'; text: string; whileFiring?: WhileFiring }
  | { act: 'link'; to: number; relation: Relation }
  | { act: 'merge'; into: number }
  | { act: 'split'; title: string; alerts: readonly string[] }
  | { act: 'tick' | 'untick'; playbook: string; version: number; step: number }
  | { act: 'assign'; person: string | null; team: string | null }
  | { act: 'hold'; reason: HoldReason; until: string | null; text: string }
  | { act: 'severity'; severity: Severity; text: string }
  | {
      act: 'work';
      text: string;
      labourMinutes: number;
      travelMinutes: number;
      travelKm: number;
      parts: WorkPart[];
    }
  | { act: 'resolve'; cause: string; solution: string; causeKind?: CauseKind; whileFiring?: WhileFiring }
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

/** Gives a customer, or one of its sites, another name. */
export function renamePlace(
  { customer, site }: { customer: string; site?: string },
  name: string,
): Promise<Customers> {
  const path = `/customers/${encodeURIComponent(customer)}`;
  return request(site === undefined ? path : `${path}/sites/${encodeURIComponent(site)}`, customersSchema, {
    method: 'PATCH',
    body: { name },
  });
}

/** Leaves out a backup job that nobody makes any more. */
export function retireBackup(id: string, job: string): Promise<HostDetail> {
  return request(`/hosts/${encodeURIComponent(id)}/backups/retire`, hostDetailSchema, {
    method: 'POST',
    body: { job },
  });
}

/** Makes a token that nobody has used worth nothing. */
export function revokeEnrolment(id: number): Promise<Enrolment> {
  return request(`/enrolments/${id}/revoke`, enrolmentSchema, { method: 'POST', body: {} });
}
