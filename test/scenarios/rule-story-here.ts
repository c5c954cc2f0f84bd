import { type Severity, severities } from '@watchcase/api';
import { layoutId } from '@watchcase/protocol';
import { advance, type AlertState } from '../../collector/src/alerts/index.ts';
import { createRuleEngine, parsePacks } from '../../collector/src/rules/index.ts';
import {
  type Condition,
  INTERVAL_S,
  type RuleStory,
  type SeriesName,
  type Term,
  termsOf,
} from './rule-story.ts';

/** What an alert is at one sample; `frozen` stands still as the other fields say. */
export interface Moment {
  state: 'none' | 'pending' | 'firing';
  severity: Severity | null;
  frozen: boolean;
}

const START = Date.UTC(2026, 2, 2, 8);
const NAMES: readonly SeriesName[] = ['a', 'b', 'c'];
const content = {
  stream: 'test',
  intervalMs: INTERVAL_S * 1000,
  groups: [{ measurement: 'app', tags: {}, fields: NAMES.map((name): [string, 'none'] => [name, 'none']) }],
};
const layout = { id: layoutId(content), ...content };

/** Plays a story to our own engine and alerts: the alert after each sample. */
export function playHere(story: RuleStory): Moment[] {
  const engine = createRuleEngine(packOf(story));
  const steps = Array.from({ length: story.series.a.length }, (_, step) => step);
  let alert: AlertState | undefined;
  return steps.map((step) => {
    const time = START + step * INTERVAL_S * 1000;
    const values = NAMES.map((name) => story.series[name][step] ?? null);
    const reading = { hostId: 'acme.db1', hostName: 'db1', epoch: 1, seq: step + 1, late: false };
    const verdicts = engine.evaluate(
      { ...reading, layout, time, arrivedAt: time, values },
      new Set(alert === undefined ? [] : [alert.id]),
    );
    const untied = engine.ties().flatMap((rule) => rule.untied);
    if (untied.some(({ reason }) => reason === 'units' || reason === 'combinations'))
      throw new Error(`${JSON.stringify(untied)}\n${packText(story)}`);
    for (const verdict of verdicts) alert = advance(alert, verdict)?.state ?? alert;
    if (alert?.state === 'inactive' || alert?.state === 'resolved') alert = undefined;
    return momentOf(alert);
  });
}

function momentOf(alert: AlertState | undefined): Moment {
  const frozen = alert?.state === 'frozen';
  const state = frozen ? alert.frozenFrom : alert?.state;
  if (state !== 'pending' && state !== 'firing') return { state: 'none', severity: null, frozen };
  return { state, severity: alert?.severity ?? null, frozen };
}

/** False of what nobody means: a rule that can never fire or never recover. */
export function isSensible(story: RuleStory): boolean {
  return parsed(story).faults.every(({ message }) => !/\b(?:never|always|get worse)\b/.test(message));
}

function parsed(story: RuleStory) {
  const text = packText(story);
  return { text, ...parsePacks([{ file: 'story.yaml', text }]) };
}

function packOf(story: RuleStory) {
  const { text, packs, faults } = parsed(story);
  if (faults.length > 0) throw new Error(`${JSON.stringify(faults)}\n${text}`);
  return packs;
}

/** The rule as a pack. */
export function packText({ id, when, recover, forS, keepFiringS, levels }: RuleStory): string {
  const leveled = levels.length > 1;
  const rule = {
    id,
    title: 'a story',
    when: conditionText(when),
    ...(leveled
      ? {
          levels: Object.fromEntries(
            levels.map(({ severity, value }) => [severity, `${value}${unitOf(when)}`]),
          ),
        }
      : { severity: levels[0]?.severity ?? severities[0] }),
    ...(recover === null ? {} : { recover: conditionText(recover) }),
    for: `${forS}s`,
    keepFiring: `${keepFiringS}s`,
    category: 'software',
  };
  return `pack: story\nrules:\n  - ${JSON.stringify(rule)}\n`;
}

function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'compare': {
      const unit = unitOf(condition);
      return `${termText(condition.left, unit)} ${condition.op} ${termText(condition.right, unit)}`;
    }
    case 'not':
      return `not (${conditionText(condition.of)})`;
    default:
      return `(${conditionText(condition.left)}) ${condition.kind} (${conditionText(condition.right)})`;
  }
}

/** Growth is written with its unit. */
function unitOf(condition: Condition): string {
  return termsOf(condition)[0]?.kind === 'rate' ? '/s' : '';
}

function termText(term: Term, unit: string): string {
  switch (term.kind) {
    case 'series':
      return `app.${term.name}`;
    case 'window':
      return `${term.of}(app.${term.name}, ${term.lengthS}s)`;
    case 'rate':
      return term.lengthS === null ? 'rate(app.c)' : `rate(app.c, ${term.lengthS}s)`;
    case 'join':
      return `(${termText(term.left, unit)} ${term.op} ${termText(term.right, unit)})`;
    case 'abs':
      return `abs(${termText(term.of, unit)})`;
    case 'number':
      return `${term.value}${unit}`;
    default:
      return term.less === 0 ? 'level' : `level - ${term.less}${unit}`;
  }
}
