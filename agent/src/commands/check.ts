import { join } from 'node:path';
import { fieldsOf, seriesKey, type Unit } from '@watchcase/protocol/light';
import { type Clock, createPlainLog, describeFault } from '@watchcase/runtime/light';
import { SIZES_FACT, tasksOf } from '../tasks.ts';
import { chosenOf } from '../chosen.ts';
import type { Sample } from '../contract.ts';
import { createHost } from '../host/index.ts';
import { readKeptFact } from '../outbox/index.ts';
import { type Collected, createSizeMemory, type ScheduledTask } from '../schedule/index.ts';
import { codeWord } from './code-words.ts';
import { loadConfig } from './config.ts';
import { formatValue } from './format-value.ts';
import { type CommandNeeds, configFile, type Options, stateFolder } from './needs.ts';

/** What reading one configured thing once gave. */
interface Finding {
  name: string;
  intervalMs: number;
  /** Why it could not be read; null when it was. */
  error: string | null;
  /** What a person should know though it could be read; null = nothing. */
  remark: string | null;
  series: { series: string; value: number | null; unit: Unit }[];
}

/** A backup tool may take this long here; nothing waits behind it. */
const PATIENCE_MS = 120_000;
/** Rates need two looks. */
const SECOND_LOOK_MS = 1000;

/** `check`: reads everything the config names and shows it. 1 when something cannot be read. */
export async function checkCommand(options: Options, needs: CommandNeeds): Promise<number> {
  const { clock } = needs;
  const config = loadConfig(configFile(options, needs), needs, (fault) =>
    needs.complain(describeFault(fault)),
  );
  const log = createPlainLog('agent', 'error', { now: clock.now });
  const host = needs.host ?? createHost({ clock, log, env: needs.env });
  const outbox = join(stateFolder(options, needs), 'outbox.db');
  // What the running agent has learned; nothing is learned here.
  const sizes = createSizeMemory({ read: () => readKeptFact(outbox, SIZES_FACT), write: () => undefined });
  const tasks = tasksOf(chosenOf(config), { host, sizes, clock });
  const findings = await Promise.all(tasks.map((task) => look(task, clock)));
  needs.print(options.json ? JSON.stringify(findings, null, 2) : tableOf(findings));
  return findings.every(({ error }) => error === null) ? 0 : 1;
}

async function look(task: ScheduledTask, clock: Clock): Promise<Finding> {
  const { name, intervalMs } = task;
  try {
    let { samples, error, remark } = await within(clock, task);
    if (error === undefined && hasGap(samples)) {
      await pause(clock, SECOND_LOOK_MS);
      ({ samples, error, remark } = await within(clock, task));
    }
    return { name, intervalMs, error: error ?? null, remark: remark ?? null, series: seriesOf(samples) };
  } catch (error) {
    return { name, intervalMs, error: (error as Error).message, remark: null, series: [] };
  }
}

async function within(clock: Clock, task: ScheduledTask): Promise<Collected> {
  const late = Promise.withResolvers<never>();
  const timer = clock.after(PATIENCE_MS, () =>
    late.reject(new Error(`took longer than ${PATIENCE_MS / 1000} s`)),
  );
  try {
    return await Promise.race([task.collect(clock.now(), PATIENCE_MS), late.promise]);
  } finally {
    timer.cancel();
  }
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** What a backup tool does not tell at once it does not tell at all, and asking it may take minutes. */
function hasGap(samples: readonly Sample[]): boolean {
  return samples.some(
    ({ measurement, fields }) => measurement !== 'backup' && fields.some(([, , value]) => value === null),
  );
}

function seriesOf(samples: readonly Sample[]): Finding['series'] {
  return samples.flatMap((sample) => {
    const fields = sample.fields.map(([name, unit]): [string, Unit] => [name, unit]);
    const names = fieldsOf({ groups: [{ ...sample, tags: { ...sample.tags }, fields }] });
    return names.map((name, index) => ({
      series: seriesKey(name),
      value: sample.fields[index]?.[2] ?? null,
      unit: name.unit,
    }));
  });
}

/** A number that stands for something is said in words too. */
function shown({ series, value, unit }: Finding['series'][number]): string {
  const word = codeWord(series, value);
  const number = formatValue(value, unit);
  return word === undefined ? number : `${number} (${word})`;
}

function tableOf(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.flatMap(({ series }) => series.map((one) => one.series.length)));
  const lines = findings.flatMap(({ name, intervalMs, error, remark, series }) => [
    `${name}, every ${formatValue(intervalMs / 1000, 'seconds')}`,
    ...(error === null ? [] : [`  cannot be read: ${error}`]),
    ...(remark === null ? [] : [`  to know: ${remark}`]),
    ...(error === null && series.length === 0 ? ['  nothing to read here'] : []),
    ...series.map((one) => `  ${one.series.padEnd(width)}  ${shown(one)}`),
  ]);
  const failed = findings.filter(({ error }) => error !== null).length;
  const count = findings.reduce((sum, { series }) => sum + series.length, 0);
  return [
    ...lines,
    '',
    `${count} series; ${failed === 0 ? 'everything can be read' : `${failed} of ${findings.length} cannot be read`}`,
  ].join('\n');
}
