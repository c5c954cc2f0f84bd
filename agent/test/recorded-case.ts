import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Probe, Sample } from '../src/contract.ts';
import { createHost, type Host, type NoSpace, type Space } from '../src/host/index.ts';

/**
 * A case of a probe is a folder: case.yaml, and for each step a folder named by its number with the machine's files as they were then, at
 * their own paths; without one those of the step before stand.
 */
const caseSchema = z.strictObject({
  options: z.record(z.string(), z.unknown()).default({}),
  /** What statfs says, by path, in the order of Space; a path that is not here does not answer. */
  space: z.record(z.string(), z.array(z.number()).length(6)).default({}),
  steps: z.array(
    z.strictObject({
      /** Seconds since the first step. */
      at: z.number(),
      /** Every sample as `measurement{tag=value,…}`, every field as `value unit`; or a part of why it throws. */
      expect: z.union([z.string(), z.record(z.string(), z.record(z.string(), z.string()))]),
    }),
  ),
});
type Case = z.output<typeof caseSchema>;

/** What one step should give and what it gave; `threw` only where it did. */
export interface StepResult {
  expected: Case['steps'][number]['expect'];
  got?: Record<string, Record<string, string>>;
  threw?: string;
}

const START = Date.UTC(2026, 2, 2, 8);

/** Lets a probe read the recorded machine, step by step. */
export async function runRecordedCase(
  { probe, options: schema }: { probe: Probe; options: z.ZodType },
  folder: string,
): Promise<StepResult[]> {
  const { options, space, steps } = caseSchema.parse(parse(readFileSync(join(folder, 'case.yaml'), 'utf8')));
  const { host, go } = movingHost(folder, space);
  const collect = probe.start(schema.parse(options), host);
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    go(index + 1);
    const outcome = await collect(START + step.at * 1000).then(
      (samples) => ({ got: printSamples(samples) }),
      (error: Error) => ({ threw: error.message }),
    );
    results.push({ expected: step.expect, ...outcome });
  }
  return results;
}

/** A host whose files are those of the step that is looked at. */
export function movingHost(folder: string, space: Case['space']): { host: Host; go: (step: number) => void } {
  let current = recordedHost(join(folder, '1'), space);
  const host: Host = {
    ...current,
    read: (path) => current.read(path),
    readBytes: (path) => current.readBytes(path),
    list: (path) => current.list(path),
    isFile: (path) => current.isFile(path),
    processors: () => current.processors(),
    processes: (now) => current.processes(now),
  };
  return {
    host,
    go(step) {
      const root = join(folder, String(step));
      if (existsSync(root)) current = recordedHost(root, space);
    },
  };
}

function recordedHost(root: string, space: Case['space']): Host {
  return {
    ...createHost({ clock: new ManualClock(), log: createLog('test', 'silent'), root }),
    platform: 'linux',
    async space(path): Promise<Space | NoSpace> {
      const numbers = space[typeof path === 'string' ? path : path.toString('latin1')];
      if (numbers === undefined) return { fault: 'silent', reason: 'does not answer' };
      const [blockBytes = 0, blocks = 0, free = 0, available = 0, inodes = 0, inodesFree = 0] = numbers;
      return { blockBytes, blocks, free, available, inodes, inodesFree };
    },
  };
}

/** Samples as a case writes them. */
export function printSamples(samples: readonly Sample[]): Record<string, Record<string, string>> {
  const lines = samples.map(({ measurement, tags, fields }) => {
    const labels = Object.entries(tags).map(([tag, value]) => `${tag}=${value}`);
    const values = fields.map(([field, unit, value]) => [field, `${rounded(value)} ${unit}`]);
    return [`${measurement}{${labels.join(',')}}`, Object.fromEntries(values)] as const;
  });
  const record = Object.fromEntries(lines);
  if (Object.keys(record).length !== lines.length) throw new Error('two samples have the same name and tags');
  return record;
}

function rounded(value: number | null): string {
  return value === null ? 'null' : String(Math.round(value * 1000) / 1000);
}
