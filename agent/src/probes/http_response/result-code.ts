import type { HttpAnswer } from '../../host/index.ts';
import { matchInTime } from '../match-in-time.ts';

/** Telegraf's numbers for how a request ended. */
export const RESULT = {
  success: 0,
  bodyMismatch: 1,
  bodyUnreadable: 2,
  connectionFailed: 3,
  timeout: 4,
  nameUnknown: 5,
  statusMismatch: 6,
} as const;

/** What the answer must be; without a status, 200 to 399. */
export interface Expected {
  status?: number | undefined;
  body?: RegExp | undefined;
}

const OF_OUTCOME = {
  broken: RESULT.bodyUnreadable,
  failed: RESULT.connectionFailed,
  timeout: RESULT.timeout,
  unresolved: RESULT.nameUnknown,
} as const;

/** Judges an answer: first whether it came, then its status, then its body. */
export function resultCode(answer: HttpAnswer, expected: Expected): number {
  if (answer.outcome !== 'answered') return OF_OUTCOME[answer.outcome];
  const { status, body } = answer;
  const isRight = expected.status === undefined ? status >= 200 && status < 400 : status === expected.status;
  if (!isRight) return RESULT.statusMismatch;
  const found = expected.body === undefined || matchInTime(expected.body, body);
  if (found === 'too-long') return RESULT.bodyUnreadable;
  return found ? RESULT.success : RESULT.bodyMismatch;
}
