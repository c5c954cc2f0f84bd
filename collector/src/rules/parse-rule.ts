import type { Title } from '@watchcase/api';
import { type Fault, nearestWord, parseBy } from '@watchcase/runtime';
import type { RuleFacts, Verdict } from '../model/index.ts';
import { functions } from './functions/registry.generated.ts';
import { knownDimension } from './known-series.ts';
import { type CheckContext, checkCondition } from './language/check.ts';
import { checkCanChange, checkCanRecover, checkDirection, checkReads } from './language/check-sense.ts';
import { parseExpression } from './language/parse.ts';
import { ExpressionError, type Node } from './language/syntax.ts';
import { nodesOf } from './language/walk.ts';
import { doubtsOf } from './doubts-of.ts';
import { LevelError, levelsOf } from './levels-of.ts';
import { parseDuration } from './literals.ts';
import type { Rule } from './rule.ts';
import { type RuleText, ruleSchema } from './rule-text.ts';
import { longestWindowOf } from './window-demands.ts';
import { fillTemplate, fillTitle, strayBraces, unknownInGroup, unknownPlaceholders } from './template.ts';
import type { Spot } from './yaml-offset.ts';

/** Finds the place of a rule's field, or of a field inside it (`['levels', 'minor']`). */
export type PlaceOf = (path: readonly (string | number)[], spot?: Spot) => string;

/** Collects what is wrong with one rule. */
interface Report {
  add(fault: Fault): void;
  placeOf: PlaceOf;
  /** Does what may find a fault in a field's expression; undefined when it did. */
  attempt<T>(field: string, code: string, work: () => T): T | undefined;
}

/** Checks one rule of a pack; undefined when it has faults, which go to `faults`. */
export function parseRule(pack: string, raw: unknown, placeOf: PlaceOf, faults: Fault[]): Rule | undefined {
  const parsed = parseBy(ruleSchema, raw);
  if ('problems' in parsed) {
    for (const { path, isUnknown, message, fix } of parsed.problems)
      faults.push({
        code: 'RULE_INVALID',
        place: placeOf(path, isUnknown ? 'name' : 0),
        message: `${path.length === 0 ? 'a rule' : `"${path.join('.')}"`}: ${message}`,
        ...(fix === undefined ? {} : { fix }),
      });
    return undefined;
  }
  const found: Fault[] = [];
  const rule = checkRule(pack, parsed.data, reportTo(found, placeOf));
  faults.push(...found);
  return found.length > 0 ? undefined : rule;
}

function reportTo(faults: Fault[], placeOf: PlaceOf): Report {
  return {
    add: (fault) => faults.push(fault),
    placeOf,
    attempt(field, code, work) {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        const fix = error.hint === undefined ? {} : { fix: error.hint };
        const path = error instanceof LevelError ? ['levels', error.severity] : [field];
        faults.push({
          code,
          place: placeOf(path, error.at),
          message: `"${path.join('.')}": ${error.message}`,
          ...fix,
        });
        return undefined;
      }
    },
  };
}

function checkRule(pack: string, text: RuleText, report: Report): Rule | undefined {
  const { attempt } = report;
  const levels = attempt('levels', 'RULE_BAD_LEVELS', () => levelsOf(text));
  // Where the levels themselves are at fault, their use is not blamed too.
  const level = levels === undefined ? ('any' as const) : levels.dimension;
  const context = { dimensionOf: knownDimension, level, functions };
  const when = attempt('when', 'RULE_BAD_EXPRESSION', () => {
    const node = conditionOf(text.when, context);
    if (levels !== undefined) checkDirection(node, levels.list);
    if (levels?.dimension !== undefined) checkUsesLevel(node);
    for (const one of levels?.list ?? []) checkCanChange(node, one);
    return node;
  });
  const { recover: wanted } = text;
  const recover =
    wanted === undefined
      ? null
      : attempt('recover', 'RULE_BAD_EXPRESSION', () => {
          const node = conditionOf(wanted, context);
          if (when !== undefined) for (const one of levels?.list ?? []) checkCanRecover(when, node, one);
          return node;
        });
  const forMs = attempt('for', 'RULE_BAD_DURATION', () => parseDuration(text.for));
  const keepFiringMs = attempt('keepFiring', 'RULE_BAD_DURATION', () => parseDuration(text.keepFiring));
  checkPlaceholders(text, report);
  if (when === undefined || recover === undefined || levels === undefined) return undefined;
  const read = { each: text.each, when, recover, levels: levels.list };
  return {
    ...read,
    facts: factsOf(`${pack}/${text.id}`, text, { forMs: forMs ?? 0, keepFiringMs: keepFiringMs ?? 0 }),
    measures: levels.dimension,
    category: text.category,
    longestWindow: longestWindowOf(read, report.placeOf),
    doubts: doubtsOf(read, report.placeOf),
  };
}

function conditionOf(text: string, context: CheckContext): Node {
  const node = parseExpression(text);
  checkCondition(node, context);
  checkReads(node);
  return node;
}

/** Without `level` all levels would hold at once. */
function checkUsesLevel(when: Node): void {
  if ([...nodesOf(when)].some((node) => node.kind === 'level')) return;
  throw new ExpressionError(
    0,
    'a rule with "levels" compares something with "level"',
    'write level for the limit',
  );
}

function checkPlaceholders(text: RuleText, { add, placeOf }: Report): void {
  const titles = titlesOf(text.title);
  for (const [path, template] of [...titles, [['group'], text.group ?? '']] as [string[], string][])
    for (const stray of strayBraces(template))
      add({
        code: 'RULE_BAD_PLACEHOLDER',
        place: placeOf(path, stray.at),
        message: `"${path.join('.')}": "${stray.text}" is no placeholder and would be printed as it stands`,
        fix: 'a placeholder is a name in single braces, without spaces: {value}',
      });
  const unknown = (name: string, path: string[], known: readonly string[]) => {
    const meant = nearestWord(name, [...known, ...text.each]) ?? known.find((one) => name.startsWith(one));
    const names = known.map((one) => `{${one}}`);
    add({
      code: 'RULE_BAD_PLACEHOLDER',
      place: placeOf(path),
      message: `"${path.join('.')}": {${name}} is neither a label in "each" nor ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
      ...(meant === undefined ? {} : { fix: `did you mean {${meant}}?` }),
    });
  };
  for (const [path, title] of titles)
    for (const name of unknownPlaceholders(title, text.each))
      unknown(name, path, ['host', 'customer', 'value', 'threshold']);
  for (const name of unknownInGroup(text.group ?? '', text.each))
    unknown(name, ['group'], ['host', 'customer']);
}

/** A title's texts with the fields they stand in. */
function titlesOf(title: Title): [string[], string][] {
  if (title.en === title['zh-CN']) return [[['title'], title.en]];
  return Object.entries(title).map(([language, text]) => [['title', language], text]);
}

function factsOf(id: string, text: RuleText, times: { forMs: number; keepFiringMs: number }): RuleFacts {
  const group = text.group;
  return {
    id,
    category: text.category,
    ...times,
    runbook: text.runbook ?? null,
    groupKey: (verdict: Verdict) =>
      group === undefined
        ? `${verdict.hostId}/${text.category}`
        : `${customerOf(verdict)}: ${fillTemplate(group, { ...verdict, hostName: verdict.hostId })}`,
    title: (verdict: Verdict) => fillTitle(text.title, verdict),
  };
}

/** Faults of two customers are never one case, whatever their group is called. */
function customerOf(verdict: Verdict): string {
  return verdict.hostId.slice(0, verdict.hostId.indexOf('.'));
}
