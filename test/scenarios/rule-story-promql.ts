import type { Kept } from './prometheus-differences.ts';
import { type Comparison, type Condition, INTERVAL_S, type RuleStory, type Term } from './rule-story.ts';

/** An alerting rule of Prometheus; JSON of it is YAML. */
export interface PrometheusRule {
  alert: string;
  expr: string;
  for: string;
  keep_firing_for: string;
}

interface Context {
  /** Name of the story's series without their own letter. */
  prefix: string;
  kept: Kept;
  level: number;
}

/** The same rule for Prometheus, one for each level, named `ID_SEVERITY`. */
export function promqlOf(story: RuleStory, kept: Kept): PrometheusRule[] {
  return story.levels.map(({ severity, value }) => {
    const alert = `${story.id}_${severity}`;
    return {
      alert,
      expr: alertExpression(story, alert, { prefix: `${story.id}_`, kept, level: value }),
      for: `${story.forS}s`,
      keep_firing_for: `${story.keepFiringS}s`,
    };
  });
}

/** Hysteresis and standing still: an alert goes on while nothing says that it is over. */
function alertExpression({ when, recover }: RuleStory, alert: string, context: Context): string {
  const firing = `ALERTS{alertname="${alert}",alertstate="firing"}`;
  const parts = [holds(when, true, context)];
  const freezes = context.kept.has('freeze');
  if (recover !== null && freezes) {
    const over = `(${holds(when, false, context)} and on() ${holds(recover, true, context)})`;
    parts.push(`(${firing} unless on() ${over})`);
  } else if (recover !== null) parts.push(`(${holds(recover, false, context)} and on() ${firing})`);
  if (freezes) parts.push(`(ALERTS{alertname="${alert}"} unless on() ${holds(when, false, context)})`);
  return `max(${parts.join(' or on() ')})`;
}

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

/** Has a sample when the condition is known to be `wanted`: what has none either way is unknown. */
function holds(condition: Condition, wanted: boolean, context: Context): string {
  switch (condition.kind) {
    case 'compare': {
      const op = wanted ? condition.op : OPPOSITE[condition.op];
      return `(${number(condition.left, context)} ${op} ${number(condition.right, context)})`;
    }
    case 'not':
      return holds(condition.of, !wanted, context);
    default: {
      const join = (condition.kind === 'and') === wanted ? 'and' : 'or';
      return `(${holds(condition.left, wanted, context)} ${join} on() ${holds(condition.right, wanted, context)})`;
    }
  }
}

function number(term: Term, context: Context): string {
  const { prefix, kept, level } = context;
  switch (term.kind) {
    case 'series':
      return kept.has('no-look-back')
        ? `last_over_time(${prefix}${term.name}[1ms])`
        : `${prefix}${term.name}`;
    case 'window':
      return covered(`${term.of}_over_time(${prefix}${term.name}[${range(term.lengthS, kept)}])`, term, kept);
    case 'rate':
      return rate(`${prefix}c`, term, kept);
    case 'join': {
      const joined = `(${number(term.left, context)} ${term.op} ${number(term.right, context)})`;
      return kept.has('infinity') ? `(${joined} < Inf > -Inf)` : joined;
    }
    case 'abs':
      return `abs(${number(term.of, context)})`;
    case 'number':
      return String(term.value);
    default:
      return String(level - term.less);
  }
}

/** Prometheus 2 takes both edges of a range in. */
function range(lengthS: number, kept: Kept): string {
  return kept.has('left-edge') ? `${lengthS * 1000 - 1}ms` : `${lengthS}s`;
}

/** Every story's first sample comes at time 0. */
function covered(expression: string, { lengthS }: { lengthS: number }, kept: Kept): string {
  return kept.has('four-fifths')
    ? `(${expression} and on() (vector(time()) >= ${(lengthS * 4) / 5}))`
    : expression;
}

/** The steps that do not fall, over the time they took. */
function rate(series: string, { lengthS }: { lengthS: number | null }, kept: Kept): string {
  const step = `((${series} - ${series} offset ${INTERVAL_S}s) >= 0)`;
  if (lengthS === null)
    return kept.has('steady-rate') ? `(${step} / ${INTERVAL_S})` : `irate(${series}[${2 * INTERVAL_S}s])`;
  if (!kept.has('steady-rate')) return covered(`rate(${series}[${range(lengthS, kept)}])`, { lengthS }, kept);
  const steps = `${step}[${(lengthS - INTERVAL_S) * 1000 - 1}ms:${INTERVAL_S}s]`;
  return covered(
    `(sum_over_time(${steps}) / (${INTERVAL_S} * count_over_time(${steps})))`,
    { lengthS },
    kept,
  );
}
