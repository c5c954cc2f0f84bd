import {
  type AuditLine,
  auditListSchema,
  type CalendarDays,
  calendarDaysSchema,
  directoryListSchema,
  type DirectoryRecordDetail,
  directoryRecordDetailSchema,
  type DirectoryRecordView,
  type DirectorySummary,
  directorySummarySchema,
  type PolicyPreview,
  previewSchema,
  type RecordKind,
} from '@watchcase/api';
import { address, type Page, type Parameters } from './client.ts';
import { request } from './request.ts';

/** How many records of each kind there are, and calendars whose days run out. */
export function readDirectory(signal: AbortSignal): Promise<DirectorySummary> {
  return request('/directory', directorySummarySchema, { signal });
}

/** Records of a kind of one page; see directoryListQuerySchema for the parameters. */
export function readRecords(
  kind: RecordKind,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<Page<DirectoryRecordView>> {
  return request(address(`/directory/${kind}`, parameters), directoryListSchema, { signal });
}

export function readRecord(
  kind: RecordKind,
  id: string,
  signal: AbortSignal,
): Promise<DirectoryRecordDetail> {
  return request(pathOf(kind, id), directoryRecordDetailSchema, { signal });
}

/** What a calendar says of a year. */
export function readCalendarDays(id: string, year: number, signal: AbortSignal): Promise<CalendarDays> {
  return request(address(`/calendars/${encodeURIComponent(id)}/days`, { year }), calendarDaysSchema, {
    signal,
  });
}

/** What is sent of a record: its fields or a text of them, and the version that was changed (0: there is none yet). */
export type SentRecord = ({ data: Record<string, unknown> } | { yaml: string }) & { version: number };

export function putRecord(kind: RecordKind, id: string, sent: SentRecord): Promise<DirectoryRecordDetail> {
  return request(pathOf(kind, id), directoryRecordDetailSchema, { method: 'PUT', body: sent });
}

/** Takes a record out of use, or into use again. */
export function retireRecord(
  kind: RecordKind,
  id: string,
  act: 'retire' | 'restore',
): Promise<DirectoryRecordDetail> {
  return request(`${pathOf(kind, id)}/${act}`, directoryRecordDetailSchema, { method: 'POST', body: {} });
}

/** When what would be due by a policy: `at` with its zone, the contract's `calendar`, `scope`. */
export function readPreview(
  policy: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<PolicyPreview> {
  return request(address(`/policies/${encodeURIComponent(policy)}/preview`, parameters), previewSchema, {
    signal,
  });
}

/** Lines of the audit log of one page, the newest first. */
export function readAudit(parameters: Parameters, signal: AbortSignal): Promise<Page<AuditLine>> {
  return request(address('/audit', parameters), auditListSchema, { signal });
}

function pathOf(kind: RecordKind, id: string): string {
  return `/directory/${kind}/${encodeURIComponent(id)}`;
}
