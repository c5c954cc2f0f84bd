import {
  type Severity,
  categorySchema,
  severities,
  severitySchema,
  type Title,
  titleOf,
} from '@watchcase/api';
import type { Fault } from '@watchcase/runtime';
import { isMap, isNode, isScalar, isSeq } from 'yaml';
import { z } from 'zod';
import type { RuleFacts, Verdict } from '../model/index.ts';
import { functions } from './functions/registry.generated.ts';
import { knownDimension } from './known-series.ts';
import { check, checkCondition } from './language/check.ts';
import { checkDirection, checkReads } from './language/check-sense.ts';
import { literal, milliseconds } from './language/compile.ts';
import { type Dimension, measureOfSuffix } from './language/dimensions.ts';
import { parseExpression } from './language/parse.ts';
import { nodesOf } from './language/walk.ts';
import { ExpressionError, type Node } from './language/syntax.ts';
import { type PackSource, readYaml } from './read-yaml.ts';
import type { Level, Rule, RulePack } from './rule.ts';
import { sourceOffset } from './source-offset.ts';
import { fillTemplate, fillTitle, strayBraces, unknownInGroup, unknownPlaceholders } from './template.ts';

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and - are expected');
const literalSchema = z.union([z.string(), z.number()]).transform(String);

const oneTitleSchema = z.string().min(1);
const titleOfEachSchema = z.strictObject({ en: oneTitleSchema, 'zh-CN': oneTitleSchema });
/** One text for every reader, or one in each language; which of the two is at fault is plain from what stands there. */
const titleTextSchema = z.unknown().transform((raw, context): Title => {
  const isEach = typeof raw === 'object' && raw !== null;
  const parsed = isEach ? titleOfEachSchema.safeParse(raw) : oneTitleSchema.safeParse(raw);
  if (parsed.success) return typeof parsed.data === 'string' ? titleOf(parsed.data) : parsed.data;
  for (const { path, message } of parsed.error.issues)
    context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});

const ruleSchema = z.strictObject({
  id: nameSchema,
  title: titleTextSchema,
  each: z.array(z.string()).default([]),
  when: z.string(),
  levels: z.partialRecord(severitySchema, literalSchema).optional(),
  severity: severitySchema.optional(),
  recover: z.string().optional(),
  for: literalSchema.default('0s'),
  keepFiring: literalSchema.default('0s'),
  category: categorySchema,
  runbook: z.string().optional(),
  group: z.string().optional(),
});
type RuleText = z.output<typeof ruleSchema>;

const packSchema = z.strictObject({ pack: nameSchema, rules: z.array(z.unknown()).min(1) });

/** Finds the place of a rule's field (or of a field inside it: `levels.minor`): `offset` characters into its value, or its name. */
type PlaceOf = (field: string, offset?: number | 'key') => string;

/** Parses and checks one pack; gives every fault found, or the pack. */
export function parsePack(source: PackSource): RulePack | { faults: Fault[] } {
  const read = readYaml(source);
  if ('faults' in read) return read;
  const { document, place } = read;
  const head = packSchema.safeParse(read.value);
  if (!head.success)
    return {
      faults: head.error.issues.map((issue) => ({
        code: 'RULE_INVALID',
        place: place(fieldOffset(document.contents, issue.path.map(String), 0, source.text)),
        message: `"${issue.path.join('.')}": ${issue.message}`,
      })),
    };

  const faults: Fault[] = [];
  const rules: Rule[] = [];
  const seen = new Set<string>();
  const list = document.get('rules', true);
  for (const [index, raw] of head.data.rules.entries()) {
    const node = isSeq(list) ? list.items[index] : undefined;
    const placeOf: PlaceOf = (field, offset = 0) =>
      place(fieldOffset(node, field.split('.'), offset, source.text));
    const rule = parseRule(head.data.pack, raw, placeOf, faults);
    if (rule === undefined) continue;
    if (seen.has(rule.facts.id))
      faults.push({
        code: 'RULE_TWICE',
        place: placeOf('id'),
        message: `the id "${rule.facts.id}" is used twice`,
      });
    seen.add(rule.facts.id);
    rules.push(rule);
  }
  if (faults.length > 0) return { faults };
  const named = place(fieldOffset(document.contents, ['pack'], 0, source.text));
  return { name: head.data.pack, file: source.file, place: named, rules };
}

/** Where `offset` characters into a field's value are in the file; where the field is not there, what it is missing from. */
function fieldOffset(node: unknown, path: readonly string[], offset: number | 'key', text: string): number {
  const [field, ...rest] = path;
  if (field === undefined || !isMap(node)) {
    if (isScalar(node) && offset !== 'key') return sourceOffset(node, offset, text);
    return isNode(node) ? (node.range?.[0] ?? 0) : 0;
  }
  const pair = node.items.find((item) => isScalar(item.key) && item.key.value === field);
  if (pair === undefined) return node.range?.[0] ?? 0;
  const key = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  const inside = rest.length > 0 || (offset !== 'key' && isScalar(pair.value));
  return inside ? fieldOffset(pair.value, rest, offset, text) : key;
}

function parseRule(pack: string, raw: unknown, placeOf: PlaceOf, faults: Fault[]): Rule | undefined {
  const parsed = ruleSchema.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      const field = [...issue.path.map(String), ...unknown].join('.');
      const isName = issue.code === 'unrecognized_keys' || issue.code === 'invalid_key';
      const place = isName ? placeOf(field, 'key') : placeOf(field);
      faults.push({ code: 'RULE_INVALID', place, message: `"${field}": ${issue.message}` });
    }
    return undefined;
  }
  const before = faults.length;
  const text = parsed.data;
  const attempt = <T>(field: string, code: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const fix = error.hint === undefined ? {} : { fix: error.hint };
      const place = placeOf(error instanceof LevelError ? `levels.${error.severity}` : field, error.at);
      faults.push({ code, place, message: `"${field}": ${error.message}`, ...fix });
      return undefined;
    }
  };
  const levels = attempt('levels', 'RULE_BAD_LEVELS', () => levelsOf(text));
  // Where the levels themselves are at fault, their use is not blamed too.
  const level = levels === undefined ? ('any' as const) : levels.dimension;
  const context = { dimensionOf: knownDimension, level, functions };
  const condition = (field: 'when' | 'recover', expression: string): Node | undefined =>
    attempt(field, 'RULE_BAD_EXPRESSION', () => {
      const node = parseExpression(expression);
      checkCondition(node, context);
      checkReads(node);
      if (levels !== undefined && field === 'when') checkDirection(node, levels.list);
      if (field === 'when' && levels?.dimension !== undefined) checkUsesLevel(node);
      return node;
    });
  const when = condition('when', text.when);
  const recover = text.recover === undefined ? null : condition('recover', text.recover);
  const forMs = attempt('for', 'RULE_BAD_DURATION', () => durationMs(text.for));
  const keepFiringMs = attempt('keepFiring', 'RULE_BAD_DURATION', () => durationMs(text.keepFiring));
  for (const [field, title] of [...titlesOf(text.title), ['group', text.group ?? '']] as [string, string][])
    for (const stray of strayBraces(title))
      faults.push({
        code: 'RULE_BAD_PLACEHOLDER',
        place: placeOf(field, stray.at),
        message: `"${field}": "${stray.text}" is no placeholder and would be printed as it stands`,
        fix: 'a placeholder is a name in single braces, without spaces: {value}',
      });
  for (const [field, title] of titlesOf(text.title))
    for (const name of unknownPlaceholders(title, text.each))
      faults.push(badPlaceholder(name, field, '{host}, {customer}, {value} or {threshold}', placeOf));
  for (const name of unknownInGroup(text.group ?? '', text.each))
    faults.push(badPlaceholder(name, 'group', '{host} or {customer}', placeOf));
  if (faults.length > before || when === undefined || recover === undefined || levels === undefined)
    return undefined;
  const facts = factsOf(`${pack}/${text.id}`, text, { forMs: forMs ?? 0, keepFiringMs: keepFiringMs ?? 0 });
  const { list, dimension } = levels;
  return {
    facts,
    each: text.each,
    when,
    recover,
    levels: list,
    measures: dimension,
    category: text.category,
  };
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

/** A title's texts with the fields they stand in. */
function titlesOf(title: Title): [string, string][] {
  if (title.en === title['zh-CN']) return [['title', title.en]];
  return Object.entries(title).map(([language, text]) => [`title.${language}`, text]);
}

function badPlaceholder(name: string, field: string, known: string, placeOf: PlaceOf): Fault {
  return {
    code: 'RULE_BAD_PLACEHOLDER',
    place: placeOf(field),
    message: `"${field}": {${name}} is neither a label in "each" nor ${known}`,
  };
}

/** A fault in one level's number. */
class LevelError extends ExpressionError {
  readonly severity: Severity;

  constructor(severity: Severity, cause: ExpressionError) {
    super(cause.at, cause.message, cause.hint);
    this.severity = severity;
  }
}

function levelOf(severity: Severity, value: string): { severity: Severity; node: Node & { kind: 'number' } } {
  try {
    return { severity, node: numberOf(value) };
  } catch (error) {
    throw error instanceof ExpressionError ? new LevelError(severity, error) : error;
  }
}

function levelsOf(text: RuleText): { list: Level[]; dimension: Dimension | undefined } {
  if ((text.levels === undefined) === (text.severity === undefined))
    throw new ExpressionError(0, 'a rule has either "severity" or "levels"');
  if (text.severity !== undefined)
    return { list: [{ severity: text.severity, value: Number.NaN }], dimension: undefined };
  const given = Object.entries(text.levels ?? {}) as [Severity, string][];
  const nodes = given.map(([severity, value]) => levelOf(severity, value));
  const dimensions = nodes.map(({ node }) => measureOfSuffix(node.suffix)?.dimension ?? 'plain');
  if (dimensions.length === 0 || dimensions.some((one) => one !== dimensions[0]))
    throw new ExpressionError(0, 'levels are numbers of one unit');
  const list = nodes.map(({ severity, node }) => ({ severity, value: literal(node) }));
  list.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const steps = list.slice(1).map(({ value }, i) => Math.sign(value - (list[i] as Level).value));
  if (steps.some((step) => step === 0 || step !== steps[0]))
    throw new ExpressionError(0, 'levels rise, or fall, from the mildest severity to the worst');
  return { list, dimension: dimensions[0] };
}

function numberOf(text: string): Node & { kind: 'number' } {
  const parsed = parseExpression(text);
  const isNegative = parsed.kind === 'unary' && parsed.op === '-' && parsed.operand.kind === 'number';
  const node = isNegative ? { ...(parsed.operand as Node & { kind: 'number' }), at: parsed.at } : parsed;
  if (isNegative && node.kind === 'number') node.value = -node.value;
  if (node.kind !== 'number')
    throw new ExpressionError(0, `a number with its unit was expected, found "${text}"`);
  check(node, { dimensionOf: knownDimension, level: undefined, functions });
  return node;
}

function durationMs(text: string): number {
  const node = numberOf(text);
  if (measureOfSuffix(node.suffix)?.dimension !== 'time' || node.value < 0)
    throw new ExpressionError(0, `a time such as 30s or 5m was expected, found "${text}"`);
  return Math.round(milliseconds(node));
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
