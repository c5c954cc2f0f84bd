import type { Category, Severity, Target } from '@watchcase/api';
import { type ServiceTime } from '@watchcase/calendar';
import { parseLimit } from './limit-text.ts';
import type { Terms } from './terms.ts';

/** What one clock of a case must keep. */
export interface Promised {
  limitMs: number;
  /** What counts. */
  time: ServiceTime;
  /** The limit as the policy has it: `30m`. */
  words: string;
  /** True where the variant for what begins outside hours holds. */
  isOutside: boolean;
}

/** What a target is promised for. */
export interface Subject {
  severity: Severity;
  category: Category;
  /** When its round began, Unix milliseconds. */
  since: number;
}

/** What a policy promises for a target (pure); null where it promises nothing. The travel allowance of the site is part of the on-site limit. */
export function promiseOf(terms: Terms, target: Target, subject: Subject): Promised | null {
  const cell = terms.policy.targets[target]?.[subject.severity];
  if (cell === undefined) return null;
  const own = typeof cell === 'string' ? undefined : cell.category?.[subject.category];
  // What a category does not name is as for the others of that severity.
  const {
    in: words,
    hours = 'always',
    outside,
  } = { ...fullOf(cell), ...(own === undefined ? {} : fullOf(own)) };
  const time = terms.time(hours);
  const other = outside === undefined ? undefined : fullOf(outside);
  const open = hours === 'always' ? terms.time('business') : time;
  const chosen =
    other === undefined || open.isOpen(subject.since)
      ? { words, time, isOutside: false }
      : { words: other.in, time: terms.time(other.hours ?? 'always'), isOutside: true };
  const travelMs = target === 'on-site' ? terms.travelAllowanceMs : 0;
  return { ...chosen, limitMs: limitMs(chosen.words, chosen.time) + travelMs };
}

type Full = { in: string; hours?: string | undefined; outside?: string | Full | undefined };

function fullOf(promise: string | Full): Full {
  return typeof promise === 'string' ? { in: promise } : promise;
}

function limitMs(text: string, time: ServiceTime): number {
  const limit = parseLimit(text);
  if (limit === undefined) throw new Error(`"${text}" is no limit`);
  return limit.unit === 'ms' ? limit.amount : Math.round(limit.amount * time.workingDayMs);
}
