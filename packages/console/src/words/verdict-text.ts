import type { BackupLacks, BackupVerdictView } from '@watchcase/api';
import { quantityText } from './quantity.ts';
import { type SpanUnits, spanText } from './span.ts';

/** What one check asks for, and what it found. */
interface CheckWords {
  name: (about: string) => string;
  promised: (limit: string) => string;
  /** `than`: above zero where the figure is more than the limit, below zero where it is less. */
  found: (value: string, than: number, lacks: BackupLacks | null) => string;
}

/** Words of all checks, of kinds of places, and of what is as promised. */
interface VerdictWords {
  checks: Readonly<Record<string, CheckWords>>;
  places: Readonly<Record<string, string>>;
  kept: string;
  unknown: string;
  units: SpanUnits;
  /** Days, weeks, months that have a copy, by the name of their unit. */
  periods: Readonly<Record<string, (count: number) => string>>;
}

/** A promise, what was promised and what was found, in words (pure). */
export function verdictText(
  verdict: BackupVerdictView,
  words: VerdictWords,
): { name: string; promised: string; found: string } {
  const check = words.checks[verdict.check];
  const { about, value, limit, unit, isBroken, isKnown } = verdict;
  const figure = (one: number | null) =>
    one === null ? '' : unit === 'seconds' ? spanText(one * 1000, words.units) : quantityText(one, unit);
  const found = !isKnown
    ? words.unknown
    : isBroken
      ? check?.found(figure(value), (value ?? 0) - (limit ?? 0), verdict.lacks)
      : words.kept;
  return {
    name: check?.name(words.places[about] ?? about) ?? verdict.check,
    promised: check?.promised(words.periods[unit]?.(limit ?? 0) ?? figure(limit)) ?? '',
    found: found ?? '',
  };
}

/** Broken promises first, the worst before the others; what nobody can tell of before what is kept (pure). */
export function byBreach(a: BackupVerdictView, b: BackupVerdictView): number {
  return rankOf(b) - rankOf(a);
}

const ranks = { critical: 5, major: 4, minor: 3, advisory: 2 };

function rankOf({ isBroken, isKnown, severity }: BackupVerdictView): number {
  if (isBroken) return severity === null ? 1.5 : ranks[severity];
  return isKnown ? 0 : 1;
}
