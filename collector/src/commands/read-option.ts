import { UserError } from '@watchcase/runtime';

/** A moment that is written with its zone, as ISO 8601 in UTC. Errors: OPTION_INVALID. */
export function momentOf(place: string, text: string | undefined): string {
  if (text !== undefined && !Number.isNaN(Date.parse(text)) && /(?:Z|[+-]\d\d:\d\d)$/.test(text))
    return new Date(text).toISOString();
  throw new UserError({
    code: 'OPTION_INVALID',
    place,
    message: 'a time with its zone was expected',
    fix: 'write it as 2026-12-31T17:30+08:00',
  });
}
