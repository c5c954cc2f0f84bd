import { UserError } from '@watchcase/runtime';

/** An act on a case that is not possible. */
export function refused(code: string, caseId: number, message: string, fix: string): UserError {
  return new UserError({ code, place: `case ${caseId}`, message, fix });
}
