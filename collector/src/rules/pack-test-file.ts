import { severitySchema, titleSchema } from '@watchcase/api';
import { LIMITS, type SeriesName, seriesKey, unitSchema } from '@watchcase/protocol';
import { type Fault, mostTold, nearestWord, parseBy, readYaml, type YamlSource } from '@watchcase/runtime';
import { z } from 'zod';
import { parseExpression } from './language/parse.ts';
import { ExpressionError } from './language/syntax.ts';
import { parseDuration } from './literals.ts';
import { FILE_CODES, placesIn } from './pack.ts';
import type { PlaceOf } from './parse-rule.ts';

const expectedAlertSchema = z.strictObject({
  rule: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  severity: severitySchema,
  state: z.enum(['pending', 'firing', 'frozen']).default('firing'),
  /** In English, or in every language. */
  title: z.union([z.string(), titleSchema]).optional(),
});
/** An alert that must be there. */
export type ExpectedAlert = z.output<typeof expectedAlertSchema>;

/** A number need not be in quotes. */
const literalSchema = z.union([z.string(), z.number()]).transform(String);

const testFileSchema = z.strictObject({
  tests: z
    .array(
      z.strictObject({
        name: z.string(),
        interval: literalSchema.default('15s'),
        series: z
          .array(
            z.strictObject({ series: z.string(), unit: unitSchema.default('none'), values: literalSchema }),
          )
          .min(1),
        expect: z.array(z.strictObject({ at: literalSchema, alerts: z.array(expectedAlertSchema) })).min(1),
      }),
    )
    .min(1),
});
type TestText = z.output<typeof testFileSchema>['tests'][number];

/** One series of a test and its samples, one per interval; null = missing. */
export interface TestSeries extends SeriesName {
  values: readonly (number | null)[];
}

/** One test of a pack, ready to run. */
export interface PackTest {
  name: string;
  intervalMs: number;
  series: TestSeries[];
  expect: { at: string; atMs: number; alerts: ExpectedAlert[] }[];
}

/** Longest series of a test, samples. */
const LONGEST = 20_000;

/** Reads a test file; gives every fault found with its place, or the tests. `rules` are the ids that can be expected. */
export function parsePackTests(
  source: YamlSource,
  rules: readonly string[],
): { tests: PackTest[] } | { faults: Fault[] } {
  const read = readYaml(source, FILE_CODES);
  if ('faults' in read) return read;
  const placeOf = placesIn(read, source.text);
  const parsed = parseBy(testFileSchema, read.value);
  if ('problems' in parsed)
    return {
      faults: mostTold(
        parsed.problems.map(({ path, isUnknown, message, fix }) => ({
          code: 'RULE_TEST_INVALID',
          place: placeOf(path, isUnknown ? 'name' : 0),
          message: `${path.length === 0 ? 'a test file' : `"${path.join('.')}"`}: ${message}`,
          ...(fix === undefined ? {} : { fix }),
        })),
      ),
    };
  const faults: Fault[] = [];
  const tests = parsed.data.tests.flatMap((text, index) => {
    const inTest: PlaceOf = (path, spot) => placeOf(['tests', index, ...path], spot);
    return new TestReader(text, rules, inTest, faults).read() ?? [];
  });
  return faults.length > 0 ? { faults: mostTold(faults) } : { tests };
}

/** Reads one test, and collects what is wrong with it. */
class TestReader {
  private readonly text: TestText;
  private readonly rules: readonly string[];
  private readonly placeOf: PlaceOf;
  private readonly faults: Fault[];

  constructor(text: TestText, rules: readonly string[], placeOf: PlaceOf, faults: Fault[]) {
    this.text = text;
    this.rules = rules;
    this.placeOf = placeOf;
    this.faults = faults;
  }

  read(): PackTest | undefined {
    const before = this.faults.length;
    const { name, interval, series, expect } = this.text;
    const intervalMs = this.attempt(['interval'], () => intervalOf(interval)) ?? 0;
    const read = series.map((one, i) => this.seriesOf(one, ['series', i]));
    if (this.faults.length > before) return undefined;
    const all = read.filter((one) => one !== undefined);
    this.refuseTwice(all);
    const endMs = intervalMs * Math.max(...all.map(({ values }) => values.length));
    const moments = expect.map((moment, i) => {
      const atMs = this.attempt(['expect', i, 'at'], () => momentOf(moment.at, endMs)) ?? 0;
      for (const [j, { rule }] of moment.alerts.entries())
        this.refuseUnknown(rule, ['expect', i, 'alerts', j]);
      return { ...moment, atMs };
    });
    return this.faults.length > before ? undefined : { name, intervalMs, series: all, expect: moments };
  }

  private seriesOf(text: TestText['series'][number], path: (string | number)[]): TestSeries | undefined {
    const name = this.attempt([...path, 'series'], () => seriesNameOf(text.series));
    const values = this.attempt([...path, 'values'], () => valuesOf(text.values));
    return name === undefined || values === undefined ? undefined : { ...name, unit: text.unit, values };
  }

  private refuseTwice(all: readonly TestSeries[]): void {
    const keys = all.map(seriesKey);
    for (const [i, key] of keys.entries())
      if (keys.indexOf(key) < i) this.add(['series', i, 'series'], `${key} is there twice`);
  }

  private refuseUnknown(rule: string, path: (string | number)[]): void {
    if (this.rules.includes(rule)) return;
    const meant = nearestWord(rule, this.rules);
    this.add(
      [...path, 'rule'],
      `there is no rule "${rule}"`,
      meant === undefined ? 'a rule is named pack/id here' : `did you mean "${meant}"?`,
    );
  }

  private attempt<T>(path: (string | number)[], work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.add(path, error.message, error.hint, error.at);
      return undefined;
    }
  }

  private add(path: (string | number)[], message: string, fix?: string, at = 0): void {
    this.faults.push({
      code: 'RULE_TEST_INVALID',
      place: this.placeOf(path, at),
      message: `"${path.at(-1)}": ${message}`,
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

function intervalOf(text: string): number {
  const ms = parseDuration(text);
  if (ms < 1000) throw new ExpressionError(0, `samples come at most once a second, not every "${text}"`);
  return ms;
}

function momentOf(text: string, endMs: number): number {
  const ms = parseDuration(text);
  if (ms > endMs)
    throw new ExpressionError(
      0,
      `${text} is after the end of the series, which last ${endMs / 1000}s`,
      'give the series more values, or look earlier',
    );
  return ms;
}

function seriesNameOf(text: string): Omit<SeriesName, 'unit'> {
  const node = parseExpression(text);
  if (node.kind !== 'series')
    throw new ExpressionError(node.at, 'one series is expected, disk.used_percent{path="/"} for example');
  for (const { tag, op, value } of node.filters)
    if (op !== '=' || value === '' || value.length > LIMITS.tagLength)
      throw new ExpressionError(
        node.at,
        `a tag of a series has a value, ${tag}="…", of 1 to ${LIMITS.tagLength} characters`,
      );
  const tags = Object.fromEntries(node.filters.map(({ tag, value }) => [tag, value]));
  return { measurement: node.measurement, field: node.field, tags };
}

const VALUE = /^(_|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?:([+-]\d+(?:\.\d+)?))?(?:x(\d+))?$/;

function valuesOf(text: string): (number | null)[] {
  const values: (number | null)[] = [];
  for (const { 0: part, index } of text.matchAll(/\S+/g)) {
    const match = VALUE.exec(part);
    if (match === null)
      throw new ExpressionError(index, `"${part}" is no value`, 'values are 70, 70x4, 0+10x6, _ or _x3');
    const [, first, increment = '0', count = '1'] = match;
    if (Number(count) < 1 || values.length + Number(count) > LONGEST)
      throw new ExpressionError(index, `a series has 1 to ${LONGEST} values, "${part}" makes it others`);
    for (let i = 0; i < Number(count); i++)
      values.push(first === '_' ? null : Number(first) + i * Number(increment));
  }
  if (values.length === 0) throw new ExpressionError(0, 'a series has at least one value');
  return values;
}
