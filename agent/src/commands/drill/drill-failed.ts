import { UserError } from '@watchcase/runtime/light';

/** What a drill found that makes it a failed one. */
export function drillFailed(place: string, message: string): UserError {
  return new UserError({
    code: 'DRILL_FAILED',
    place,
    message,
    fix: 'a backup that cannot be restored is none: look at it now, and correct the plan where that is wrong',
  });
}
