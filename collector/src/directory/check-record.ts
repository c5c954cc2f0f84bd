import type { RecordKind } from '@watchcase/api';
import { type Fault, parseBy, type Problem } from '@watchcase/runtime';
import { kinds } from './kinds.ts';
import type { RecordData } from './record.ts';

type Place = (path: readonly (string | number)[]) => string;

/** A record by the form of its kind, or all that is wrong with it, each at its place. */
export function checkRecord(
  kind: RecordKind,
  value: unknown,
  place: Place,
): { data: RecordData } | { faults: Fault[] } {
  const parsed = parseBy(kinds[kind].schema, value);
  if ('problems' in parsed)
    return { faults: parsed.problems.map((problem) => faultOf(kind, problem, place)) };
  const data = parsed.data as RecordData;
  return { data: kind === 'policies' || kind === 'calendars' ? data : withoutNothing(data) };
}

function faultOf(kind: RecordKind, { path, isUnknown, message, fix }: Problem, place: Place): Fault {
  const called = path.length === 0 ? `an entry of ${kind}` : `"${path.join('.')}"`;
  return {
    code: isUnknown ? 'DIRECTORY_UNKNOWN_KEY' : 'DIRECTORY_INVALID',
    place: place(path),
    message: isUnknown ? `${called} is no field of ${kind}` : `${called}: ${message}`,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Where no default stands against it an empty list, or `false`, says what leaving it out says: there is one way to write a record down. */
function withoutNothing(data: RecordData): RecordData {
  const entries = Object.entries(data).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(entries) as RecordData;
}
