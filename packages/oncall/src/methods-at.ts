import type { Severity } from '@watchcase/api';
import { zoneClock } from '@watchcase/calendar';
import { parseDuration } from '@watchcase/runtime';
import { dutyHours } from './duty-hours.ts';
import type { ContactMethod, ContactRule, QuietHours, Reach } from './reach-schemas.ts';

/** A method that is used, and when. */
export interface MethodUse {
  method: ContactMethod;
  /** So long nobody must have answered. Milliseconds. */
  afterMs: number;
  /** Quiet hours hold it back until then, Unix milliseconds; null where none do. */
  heldUntil: number | null;
}

/** What a person is to hear of, and when. */
export interface MethodsQuestion {
  severity: Severity;
  /** Unix milliseconds. */
  at: number;
  /** The person's. */
  zone: string;
  /** These go before the person's own rules. */
  wanted?: readonly ContactMethod[];
  /** Whether a method may be used. */
  isUsable(method: ContactMethod): boolean;
}

const MOST_QUIET_MS = 3 * 86_400_000;

/**
 * By which methods a person is reached (pure), the soonest first. All rules that fit speak, and of a method that several name the soonest counts. Where none fits, or none that does
 * names a method that may be used, all that may be used are, at once: a rule chooses among ways, and never leaves a page without any. Quiet hours hold back all but
 * what is critical; what waits for an answer begins to wait when they end.
 */
export function methodsAt(reach: Reach, question: MethodsQuestion): MethodUse[] {
  const { methods = [], quiet } = reach;
  const usable = methods.filter((method) => question.isUsable(method));
  const ruled = question.wanted === undefined ? ruledUses(reach, question, usable) : [];
  const plain = (question.wanted ?? usable).map((method) => ({ method, afterMs: 0 }));
  const uses = ruled.length > 0 ? ruled : plain;
  const quietEnd =
    quiet === undefined || question.severity === 'critical' ? () => null : quietEndOf(quiet, question.zone);
  return uses
    .toSorted((a, b) => a.afterMs - b.afterMs)
    .map(({ method, afterMs }) => ({
      method,
      afterMs,
      heldUntil: heldUntil(question.at, afterMs, quietEnd),
    }));
}

function ruledUses(
  { rules = [] }: Reach,
  question: MethodsQuestion,
  usable: readonly ContactMethod[],
): Omit<MethodUse, 'heldUntil'>[] {
  const fitting = rules.filter((rule) => fits(rule, question));
  return usable.flatMap((method) => {
    const naming = fitting.filter((rule) => rule.methods.includes(method.id));
    if (naming.length === 0) return [];
    return [{ method, afterMs: Math.min(...naming.map(({ after }) => parseDuration(after ?? '0s') ?? 0)) }];
  });
}

function fits({ severities, hours }: ContactRule, { severity, at, zone }: MethodsQuestion): boolean {
  if (severities !== undefined && !severities.includes(severity)) return false;
  return hours === undefined || dutyHours(hours, zoneClock(zone), undefined).isOpen(at);
}

function heldUntil(at: number, afterMs: number, quietEnd: (at: number) => number | null): number | null {
  const end = quietEnd(at);
  const due = (end ?? at) + afterMs;
  const later = quietEnd(due);
  return later ?? (end === null ? null : due);
}

/** When the quiet hours of a moment end; null outside of them. */
function quietEndOf(
  { from, to, days = ['mon-sun'] }: QuietHours,
  zone: string,
): (at: number) => number | null {
  const hours = dutyHours(
    Object.fromEntries(days.map((day) => [day, [`${from}-${to}`]])),
    zoneClock(zone),
    undefined,
  );
  return (at) => {
    if (!hours.isOpen(at)) return null;
    let end: number | undefined;
    hours.each(at, at + MOST_QUIET_MS, (_from, until) => (end ??= until));
    return end ?? null;
  };
}
