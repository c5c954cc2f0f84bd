import type { Problem } from '@watchcase/api';
import type { Fault } from '@watchcase/runtime';

/** Why a request is refused, before it has its form. */
export interface Refusal {
  status: number;
  code: string;
  title: string;
  detail?: string;
  faults?: readonly Fault[];
}

/** Content type of a problem (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** HTTP statuses of codes that are not simply 400. */
const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  LOGIN_FAILED: 401,
  CSRF_REFUSED: 403,
  NOT_ALLOWED: 403,
  ENROLMENT_TOKEN_INVALID: 403,
  ENROLMENT_TOKEN_USED: 403,
  ENROLMENT_TOKEN_EXPIRED: 403,
  ENROLMENT_TOKEN_REVOKED: 403,
  ARTICLE_NOT_FOUND: 404,
  FOLLOW_UP_NOT_FOUND: 404,
  ARTICLE_CHANGED: 409,
  ATTACHMENT_NOT_FOUND: 404,
  ATTACHMENT_TOO_LARGE: 413,
  ATTACHMENTS_FULL: 409,
  CASE_JOIN_IMPOSSIBLE: 409,
  CASE_NOT_FOUND: 404,
  POLICY_UNKNOWN: 404,
  PLAYBOOK_STEP_UNKNOWN: 404,
  HOST_NOT_FOUND: 404,
  NOT_FOUND: 404,
  ENROLMENT_NOT_FOUND: 404,
  PLACE_NOT_FOUND: 404,
  CASE_ACT_NOT_YOURS: 403,
  CASE_ACT_NOT_NOW: 409,
  CASE_NOT_ON_HOLD: 409,
  CASE_NOT_RESOLVED: 409,
  RECORD_NOT_FOUND: 404,
  ACCOUNT_NOT_FOUND: 404,
  CHANNEL_NOT_FOUND: 404,
  CHAT_SIGNATURE_WRONG: 401,
  CHAT_CLOCK_OFF: 401,
  KEY_NOT_FOUND: 404,
  PACKAGE_NOT_HERE: 404,
  PACKAGE_CHANGED: 409,
  UPGRADES_OFF: 409,
  ROLLOUT_RUNNING: 409,
  ROLLOUT_OLDER: 409,
  ROLLOUT_NOBODY: 409,
  ROLLOUT_HOST_UNFIT: 409,
  ROLLOUT_NOT_FOUND: 404,
  CASE_ALREADY_ACKNOWLEDGED: 409,
  CASE_ALREADY_RESOLVED: 409,
  CASE_ALREADY_CLOSED: 409,
  CASE_NOT_ACKNOWLEDGED: 409,
  CASE_NOT_ENDED: 409,
  CASE_GOES_ON: 409,
  CASE_STILL_FIRING: 409,
  BROKER_CANNOT_ADD_CREDENTIAL: 409,
  BROKER_NOT_REACHABLE: 409,
  ID_TAKEN: 409,
  NAME_TAKEN: 409,
  RECORD_CHANGED: 409,
  RECORD_IN_USE: 409,
  DUTY_NOT_YOURS: 403,
  DUTY_PERSON_UNKNOWN: 409,
  SWAP_NOT_OPEN: 409,
  METHOD_NOT_FOUND: 404,
  METHOD_CODE_TOO_SOON: 429,
  METHOD_CODE_WRONG: 409,
  METHOD_CODE_OVER: 409,
  FEED_NOT_FOUND: 404,
  PING_ADDRESS_NOT_FOUND: 404,
  PING_INVALID: 400,
  PING_JOB_UNKNOWN: 404,
  PING_JOB_AMBIGUOUS: 409,
  PINGS_TOO_MANY: 429,
  EMAIL_TAKEN: 409,
  LAST_ADMINISTRATOR: 409,
  REQUEST_TOO_LARGE: 413,
  REQUEST_NOT_JSON: 415,
  TOO_MANY_REQUESTS: 429,
  PASSWORD_TRIES_SPENT: 429,
  REPORTS_SPENT: 429,
  INTERNAL: 500,
  STORE_UNAVAILABLE: 503,
  LIVE_FULL: 503,
  PROVIDER_AWAY: 503,
  ENROLMENT_BUSY: 503,
  SHARD_OWNER_AWAY: 503,
};

/** The HTTP status that goes with a stable code. */
export function statusOf(code: string): number {
  return statuses[code] ?? 400;
}

/** An RFC 9457 problem as text. */
export function problemText({ status, code, title, detail = '', faults }: Refusal): string {
  const problem: Problem = { type: 'about:blank', title, status, code, detail };
  return JSON.stringify(faults === undefined ? problem : { ...problem, faults });
}
