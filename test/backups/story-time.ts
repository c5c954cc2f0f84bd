import { parseDuration } from '@watchcase/runtime';

/** Milliseconds of a time as stories write it. */
export function momentOf(time: string): number {
  const year = /^\d{4}-/.test(time) ? '' : '2026-';
  const ms = Date.parse(`${year}${time.replace(' ', 'T')}Z`);
  if (Number.isNaN(ms)) throw new Error(`no time: ${time}`);
  return ms;
}

/** Milliseconds of a duration such as `2h`. */
export function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new Error(`no duration: ${text}`);
  return ms;
}
