import type { Layout } from '@watchcase/protocol';
import { explainUntied, isUntied } from './explain-untied.ts';
import { isKnownMeasurement } from './known-series.ts';
import { seriesOf } from './language/walk.ts';
import { beginDraft, bindRule } from './program.ts';
import type { Rule } from './rule.ts';

/** What becomes of a rule over some layouts. */
export interface RuleTie {
  rule: string;
  /** How many series it is in service over. */
  series: number;
  /** Why it is not, or not over all; undefined when nothing is to be said. */
  why: string | undefined;
  /** False when it is meant for such a host, or for none that is known, and cannot judge it, in part or at all. */
  fits: boolean;
}

/** What would become of each rule for a host that reports these layouts. */
export function tieRules(rules: readonly Rule[], layouts: readonly Layout[]): RuleTie[] {
  const { draft } = beginDraft(rules, layouts);
  return rules.map((rule) => {
    const { id } = rule.facts;
    bindRule(draft, rule);
    const series = draft.tied.get(id)?.size ?? 0;
    const fault = draft.untied.find((one) => one.rule === id);
    if (fault !== undefined) return { rule: id, series, why: fault.message, fits: false };
    if (series > 0) return { rule: id, series, why: undefined, fits: true };
    const why = explainUntied(rule, draft.index);
    const isOurs = isKnownMeasurement(seriesOf(rule.when)[0]?.measurement ?? '');
    const fits = !isUntied(why) && (isOurs || why.reason === 'filtered');
    return { rule: id, series, why: why.message, fits };
  });
}
