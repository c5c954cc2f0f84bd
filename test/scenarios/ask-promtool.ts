import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Severity, severities } from '@watchcase/api';
import { programPath, temporaryFolder } from '@watchcase/testkit';
import type { Kept } from './prometheus-differences.ts';
import { INTERVAL_S, type RuleStory } from './rule-story.ts';
import { promqlOf } from './rule-story-promql.ts';

/** What Prometheus' alerts of one story are at one sample, by level. */
export type PrometheusMoment = ReadonlyMap<Severity, 'pending' | 'firing'>;

/** Fires always: a moment without it was not evaluated. */
const ALWAYS = 'always';

/**
 * Plays stories to Prometheus' own rule evaluation: the alerts of each story after each sample. promtool tells what it found only where it was told to
 * expect something else, so it is told to expect nothing.
 */
export async function askPromtool(
  stories: readonly RuleStory[],
  kept: Kept,
): Promise<Map<string, PrometheusMoment[]>> {
  using folder = temporaryFolder();
  const steps = stories[0]?.series.a.length ?? 0;
  const test = join(folder.path, 'test.json');
  writeFileSync(join(folder.path, 'rules.json'), JSON.stringify(rulesFile(stories, kept)));
  writeFileSync(test, JSON.stringify(testFile(stories, steps)));
  const said = await run(test);
  const found = said.split('\n').filter((line) => line.trimStart().startsWith('got:'));
  if (found.length !== steps || !found.every((line) => line.includes(`alertname="${ALWAYS}"`)))
    throw new Error(`promtool evaluated ${found.length} of ${steps} samples: ${said.slice(0, 2000)}`);
  const moments = found.map(momentsOf);
  return new Map(stories.map(({ id }) => [id, moments.map((at) => at.get(id) ?? new Map())]));
}

function rulesFile(stories: readonly RuleStory[], kept: Kept): unknown {
  const interval = `${INTERVAL_S}s`;
  const groups = stories.map((story) => ({ name: story.id, interval, rules: promqlOf(story, kept) }));
  return { groups: [{ name: ALWAYS, interval, rules: [{ alert: ALWAYS, expr: 'vector(1)' }] }, ...groups] };
}

function testFile(stories: readonly RuleStory[], steps: number): unknown {
  const input = stories.flatMap(({ id, series }) =>
    Object.entries(series).map(([name, values]) => ({
      series: `${id}_${name}`,
      values: values.map((value) => value ?? '_').join(' '),
    })),
  );
  const moments = Array.from({ length: steps }, (_, step) => ({
    expr: 'ALERTS',
    eval_time: `${step * INTERVAL_S}s`,
    exp_samples: [],
  }));
  const interval = `${INTERVAL_S}s`;
  return {
    rule_files: ['rules.json'],
    evaluation_interval: interval,
    tests: [{ interval, input_series: input, promql_expr_test: moments }],
  };
}

function run(test: string): Promise<string> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 2 ** 28, timeout: 60_000 };
    execFile(programPath('promtool'), ['test', 'rules', test], options, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

function momentsOf(line: string): Map<string, Map<Severity, 'pending' | 'firing'>> {
  const stories = new Map<string, Map<Severity, 'pending' | 'firing'>>();
  for (const [, id = '', level, state] of line.matchAll(
    /alertname="([a-z0-9]+)_([a-z]+)", alertstate="(pending|firing)"/g,
  )) {
    const severity = severities.find((one) => one === level);
    if (severity === undefined) throw new Error(`no severity: ${level}`);
    const moment = stories.get(id) ?? new Map<Severity, 'pending' | 'firing'>();
    stories.set(id, moment.set(severity, state as 'pending' | 'firing'));
  }
  return stories;
}
