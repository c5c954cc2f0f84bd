import { categories, type Category, type Severity, severities, type Target } from '@watchcase/api';
import { explainClocks } from './explain.ts';
import type { Terms } from './terms.ts';

/** When a promise would be due for a case that opens at a moment. */
export interface PreviewedPromise {
  severity: Severity;
  /** Null: of every category that is not named beside it. */
  category: Category | null;
  target: Target;
  /** The limit as the policy has it, and the calendar it is counted on. */
  words: string;
  calendar: string;
  isOutside: boolean;
  dueAt: number;
  warnings: { percent: number; at: number }[];
  isProvisional: boolean;
}

/** "If it broke then, when is what due": every promise of a policy for a case that opens, and needs somebody on site, at `at` (pure). */
export function previewPolicy(terms: Terms, at: number): PreviewedPromise[] {
  return severities.toReversed().flatMap((severity) => {
    const named = categories.filter((category) => isNamed(terms, severity, category));
    const rest = categories.find((category) => !named.includes(category));
    const promises = rest === undefined ? [] : promisesOf(terms, { severity, category: rest, at });
    const others = named.flatMap((category) =>
      promisesOf(terms, { severity, category, at })
        .filter(({ target }) => namesFor(terms, { severity, category, target }))
        .map((promise) => ({ ...promise, category })),
    );
    return [...promises.map((promise) => ({ ...promise, category: null })), ...others];
  });
}

function isNamed({ policy }: Terms, severity: Severity, category: Category): boolean {
  return Object.keys(policy.targets).some((target) =>
    namesFor({ policy }, { severity, category, target: target as Target }),
  );
}

function namesFor(
  { policy }: Pick<Terms, 'policy'>,
  { severity, category, target }: { severity: Severity; category: Category; target: Target },
): boolean {
  const cell = policy.targets[target]?.[severity];
  return typeof cell === 'object' && cell.category?.[category] !== undefined;
}

function promisesOf(
  terms: Terms,
  { severity, category, at }: { severity: Severity; category: Category; at: number },
): Omit<PreviewedPromise, 'category'>[] {
  const events = [
    { time: at, kind: 'opened', data: { severity, category } },
    { time: at, kind: 'on-site-needed', data: {} },
  ];
  return explainClocks(events, () => terms, at).clocks.flatMap(({ target, rounds }) =>
    rounds.map(({ words, calendar, isOutside, dueAt, warnings, isProvisional }) => ({
      severity,
      target,
      words,
      calendar,
      isOutside,
      dueAt,
      warnings: warnings.map(({ percent, at: moment }) => ({ percent, at: moment ?? dueAt })),
      isProvisional,
    })),
  );
}
