import type { RecordData } from './record.ts';

/** The calendars that a policy names beside `always` and `business`, and where it names each. */
export function hoursNamedIn(policy: RecordData): { id: string; path: string[] }[] {
  return ['targets', 'adviceOnly'].flatMap((promises) => namedIn(policy[promises], [promises]));
}

function namedIn(value: unknown, path: string[]): { id: string; path: string[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    if (name !== 'hours' || typeof one !== 'string') return namedIn(one, [...path, name]);
    return one === 'always' || one === 'business' ? [] : [{ id: one, path: [...path, name] }];
  });
}
