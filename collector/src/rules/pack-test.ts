import { severitySchema, type Title, titleSchema } from '@watchcase/api';
import { type Layout, layoutId, unitSchema } from '@watchcase/protocol';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Observation, Verdict } from '../model/index.ts';
import { createRuleEngine } from './engine.ts';
import { milliseconds } from './language/compile.ts';
import { parseExpression } from './language/parse.ts';
import { seriesOf } from './language/walk.ts';
import type { RulePack } from './rule.ts';

const expectedAlertSchema = z.strictObject({
  rule: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  severity: severitySchema,
  state: z.enum(['pending', 'firing', 'frozen']).default('firing'),
  /** In English, or in every language. */
  title: z.union([z.string(), titleSchema]).optional(),
});
type ExpectedAlert = z.output<typeof expectedAlertSchema>;

const testFileSchema = z.strictObject({
  tests: z.array(
    z.strictObject({
      name: z.string(),
      interval: z.string().default('15s'),
      series: z.array(
        z.strictObject({ series: z.string(), unit: unitSchema.default('none'), values: z.string() }),
      ),
      expect: z.array(z.strictObject({ at: z.string(), alerts: z.array(expectedAlertSchema) })),
    }),
  ),
});
type PackTest = z.output<typeof testFileSchema>['tests'][number];

/** How one moment of one test came out. */
export interface PackTestResult {
  test: string;
  at: string;
  expected: ExpectedAlert[];
  /** The alerts that were there, in the expected ones' form. */
  found: ExpectedAlert[];
  passed: boolean;
}

/** The part of the alerts room a test needs: verdicts in, active alerts out. */
export interface AlertTable {
  apply(verdicts: readonly Verdict[], at: number): { id: string; state: string }[];
  activeOf(hostId: string): ReadonlySet<string>;
  active(): {
    rule: string;
    labels: Readonly<Record<string, string>>;
    severity: ExpectedAlert['severity'];
    state: string;
    title: Title;
  }[];
}

const START = Date.UTC(2026, 2, 2, 8);

/**
 * Runs a pack's tests (YAML text) under a virtual clock. Values are `70x4` (four times 70), `0+10x6` (six values from 0 in steps of 10), `_`
 * (one missing), `_x3`. `newTable` gives a fresh alert table per test. Throws ZodError when the file is no test file.
 */
export function testPack(
  packs: readonly RulePack[],
  text: string,
  newTable: () => AlertTable,
): PackTestResult[] {
  return testFileSchema.parse(parse(text)).tests.flatMap((test) => runTest(packs, test, newTable()));
}

function runTest(packs: readonly RulePack[], test: PackTest, table: AlertTable): PackTestResult[] {
  const engine = createRuleEngine(packs);
  const intervalMs = durationMs(test.interval);
  const columns = test.series.map((one) => expand(one.values));
  const layout = layoutOf(test, intervalMs);
  const length = Math.max(...columns.map((column) => column.length));
  const results: PackTestResult[] = [];
  const compared = new Set<unknown>();
  const moments = test.expect.map((one) => ({ ...one, ms: durationMs(one.at) }));
  for (let step = 0; step <= length; step++) {
    for (const moment of moments) {
      const due =
        step === length
          ? moment.ms >= (step - 1) * intervalMs
          : Math.floor(moment.ms / intervalMs) === step - 1;
      if (due && !compared.has(moment)) {
        compared.add(moment);
        results.push(compare(test.name, moment, table));
      }
    }
    if (step === length) break;
    const observation = observe(layout, columns, step, intervalMs);
    table.apply(engine.evaluate(observation, table.activeOf(observation.hostId)), observation.arrivedAt);
  }
  return results;
}

function compare(
  test: string,
  moment: { at: string; alerts: ExpectedAlert[] },
  table: AlertTable,
): PackTestResult {
  const wanted = moment.alerts.find((alert) => alert.title !== undefined)?.title;
  const titleOf = (title: Title) => (typeof wanted === 'string' ? title.en : title);
  const found = table.active().map(
    (alert): ExpectedAlert => ({
      rule: alert.rule,
      labels: { ...alert.labels },
      severity: alert.severity,
      state: alert.state as ExpectedAlert['state'],
      ...(wanted === undefined ? {} : { title: titleOf(alert.title) }),
    }),
  );
  const key = (alert: ExpectedAlert) =>
    JSON.stringify([
      alert.rule,
      Object.entries(alert.labels).sort(([a], [b]) => (a < b ? -1 : 1)),
      alert.severity,
      alert.state,
      alert.title,
    ]);
  const passed = JSON.stringify(found.map(key).sort()) === JSON.stringify(moment.alerts.map(key).sort());
  return { test, at: moment.at, expected: moment.alerts, found, passed };
}

function observe(
  layout: Layout,
  columns: readonly (number | null)[][],
  step: number,
  intervalMs: number,
): Observation {
  const time = START + step * intervalMs;
  return {
    hostId: 'acme.db1',
    hostName: 'db1',
    epoch: 1,
    seq: step + 1,
    layout,
    time,
    arrivedAt: time,
    late: false,
    values: columns.map((column) => column[step] ?? null),
  };
}

function layoutOf(test: PackTest, intervalMs: number): Layout {
  const groups = test.series.map((one) => {
    const [node] = seriesOf(parseExpression(one.series));
    if (node === undefined) throw new Error(`not a series: ${one.series}`);
    const tags = Object.fromEntries(node.filters.map((filter) => [filter.tag, filter.value]));
    return {
      measurement: node.measurement,
      tags,
      fields: [[node.field, one.unit] as [string, typeof one.unit]],
    };
  });
  const content = { stream: 'test', intervalMs, groups };
  return { id: layoutId(content), ...content };
}

function expand(text: string): (number | null)[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((part) => {
      const match = /^(_|-?\d+(?:\.\d+)?(?:e\d+)?)(?:([+-]\d+(?:\.\d+)?))?(?:x(\d+))?$/.exec(part);
      if (match === null) throw new Error(`not a value: "${part}"`);
      const [, first, increment = '0', count = '1'] = match;
      return Array.from({ length: Number(count) }, (_, i) =>
        first === '_' ? null : Number(first) + i * Number(increment),
      );
    });
}

function durationMs(text: string): number {
  const node = parseExpression(text);
  if (node.kind !== 'number') throw new Error(`not a time: "${text}"`);
  return milliseconds(node);
}
