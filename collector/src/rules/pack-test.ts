import { isDeepStrictEqual } from 'node:util';
import type { Title } from '@watchcase/api';
import { type Layout, layoutId } from '@watchcase/protocol';
import { UserError, type YamlSource } from '@watchcase/runtime';
import type { Observation, Verdict } from '../model/index.ts';
import { createRuleEngine } from './engine.ts';
import { type ExpectedAlert, type PackTest, parsePackTests } from './pack-test-file.ts';
import type { RulePack } from './rule.ts';

/** How one moment of one test came out. */
export interface PackTestResult {
  test: string;
  at: string;
  expected: ExpectedAlert[];
  /** The alerts that were there, in the expected ones' form. */
  found: ExpectedAlert[];
  passed: boolean;
}

/** How a file of tests came out. */
export interface PackTestOutcome {
  results: PackTestResult[];
  /** Rules that some test has series for. */
  tied: ReadonlySet<string>;
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
 * Runs the tests of a file under a virtual clock. Values are `70x4` (four times 70), `0+10x6` (six values from 0 in steps of 10), `_`
 * (one missing), `_x3`. `newTable` gives a fresh alert table per test. Errors (UserError, all at once): RULE_NOT_YAML, RULE_TOO_LONG,
 * RULE_TEST_INVALID.
 */
export function testPack(
  packs: readonly RulePack[],
  source: YamlSource,
  newTable: () => AlertTable,
): PackTestOutcome {
  const rules = packs.flatMap((pack) => pack.rules.map((rule) => rule.facts.id));
  const parsed = parsePackTests(source, rules);
  if ('faults' in parsed) throw new UserError(parsed.faults);
  const tied = new Set<string>();
  const results = parsed.tests.flatMap((test) => runTest(packs, test, newTable(), tied));
  return { results, tied };
}

function runTest(
  packs: readonly RulePack[],
  test: PackTest,
  table: AlertTable,
  tied: Set<string>,
): PackTestResult[] {
  const engine = createRuleEngine(packs);
  const { intervalMs } = test;
  const layout = layoutOf(test);
  const length = Math.max(...test.series.map(({ values }) => values.length));
  const results: PackTestResult[] = [];
  for (let step = 0; step < length; step++) {
    const observation = observe(layout, test, step);
    table.apply(engine.evaluate(observation, table.activeOf(observation.hostId)), observation.arrivedAt);
    const isLast = step === length - 1;
    for (const moment of test.expect)
      if (Math.floor(moment.atMs / intervalMs) === step || (isLast && moment.atMs >= length * intervalMs))
        results.push(compare(test.name, moment, table));
  }
  for (const { rule, hosts } of engine.ties()) if (hosts > 0) tied.add(rule);
  return results;
}

function compare(
  test: string,
  { at, alerts: expected }: PackTest['expect'][number],
  table: AlertTable,
): PackTestResult {
  const wanted = new Map(expected.map((alert) => [keyOf(alert), alert]));
  const found = table.active().map((alert): ExpectedAlert => {
    const { rule, severity, state, title } = alert;
    const like = wanted.get(keyOf(alert))?.title;
    return {
      rule,
      labels: { ...alert.labels },
      severity,
      state: state as ExpectedAlert['state'],
      ...(like === undefined ? {} : { title: typeof like === 'string' ? title.en : title }),
    };
  });
  const passed =
    found.length === expected.length &&
    found.every((alert) => isDeepStrictEqual({ ...wanted.get(keyOf(alert)) }, alert));
  return { test, at, expected, found, passed };
}

/** An alert of one host by what makes it one. */
function keyOf({ rule, labels }: { rule: string; labels: Readonly<Record<string, string>> }): string {
  return JSON.stringify([rule, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function observe(layout: Layout, test: PackTest, step: number): Observation {
  const time = START + step * test.intervalMs;
  return {
    hostId: 'acme.db1',
    hostName: 'db1',
    epoch: 1,
    seq: step + 1,
    layout,
    time,
    arrivedAt: time,
    late: false,
    values: test.series.map(({ values }) => values[step] ?? null),
  };
}

function layoutOf({ series, intervalMs }: PackTest): Layout {
  const groups = series.map(({ measurement, tags, field, unit }) => ({
    measurement,
    tags,
    fields: [[field, unit] as [string, typeof unit]],
  }));
  const content = { stream: 'test', intervalMs, groups };
  return { id: layoutId(content), ...content };
}
