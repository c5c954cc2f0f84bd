import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Sample } from '../contract.ts';
import { createHost, type Host, type Space } from '../host/index.ts';
import { probes } from './registry.generated.ts';

/**
 * A case is a folder `cases/<name>` of a probe: case.yaml, and for each step a folder (named by its number) with the
 * machine's files as they were then, at their own paths; without one those of the step before stand.
 */
const caseSchema = z.strictObject({
  options: z.record(z.string(), z.unknown()).default({}),
  /** What statfs says, by path; a path that is not here does not answer. */
  space: z.record(z.string(), z.array(z.number()).length(6)).default({}),
  steps: z.array(
    z.strictObject({
      /** Seconds since the first step. */
      at: z.number(),
      /** Every sample as `measurement{tag=value,…}`, every field as `value unit`; or why it throws. */
      expect: z.union([z.string(), z.record(z.string(), z.record(z.string(), z.string()))]),
    }),
  ),
});
type Case = z.output<typeof caseSchema>;

const START = Date.UTC(2026, 2, 2, 8);
const here = import.meta.dirname;
const found = Object.keys(probes).flatMap((probe) => {
  const folder = join(here, probe, 'cases');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.toSorted().map((name) => ({ probe, name, folder: join(folder, name) }));
});

function recordedHost(root: string, space: Case['space']): Host {
  const clock = new ManualClock();
  return {
    ...createHost({ clock, log: createLog('test', 'silent'), root }),
    platform: 'linux',
    async space(path): Promise<Space | null> {
      const numbers = space[path];
      if (numbers === undefined) return null;
      const [blockBytes = 0, blocks = 0, free = 0, available = 0, inodes = 0, inodesFree = 0] = numbers;
      return { blockBytes, blocks, free, available, inodes, inodesFree };
    },
  };
}

/** A host whose files are those of the step that is looked at. */
function movingHost(folder: string, space: Case['space']): { host: Host; go: (step: number) => void } {
  let current = recordedHost(join(folder, '1'), space);
  const host: Host = {
    ...current,
    read: (path) => current.read(path),
    list: (path) => current.list(path),
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

function printed(samples: readonly Sample[]) {
  const lines = samples.map(({ measurement, tags, fields }) => {
    const labels = Object.entries(tags).map(([tag, value]) => `${tag}=${value}`);
    const values = fields.map(([field, unit, value]) => [field, `${rounded(value)} ${unit}`]);
    return [`${measurement}{${labels.join(',')}}`, Object.fromEntries(values)] as const;
  });
  expect(new Set(lines.map(([name]) => name)).size).toBe(lines.length);
  return Object.fromEntries(lines);
}

function rounded(value: number | null): string {
  return value === null ? 'null' : String(Math.round(value * 1000) / 1000);
}

describe('recorded machine', () => {
  it.each(found)('$probe: $name', async ({ probe, folder }) => {
    const { options, space, steps } = caseSchema.parse(
      parse(readFileSync(join(folder, 'case.yaml'), 'utf8')),
    );
    const definition = probes[probe];
    if (definition === undefined) throw new Error(`no probe ${probe}`);
    const { host, go } = movingHost(folder, space);
    const collect = definition.start(definition.options.parse(options), host);
    for (const [index, step] of steps.entries()) {
      go(index + 1);
      const collected = collect(START + step.at * 1000);
      if (typeof step.expect === 'string') await expect(collected).rejects.toThrow(step.expect);
      else expect(printed(await collected)).toEqual(step.expect);
    }
  });

  it('is there for the probes of this machine', () => {
    const recorded = new Set(found.map(({ probe }) => probe));
    expect([...recorded]).toEqual(
      expect.arrayContaining([
        'cpu',
        'disk',
        'diskio',
        'mem',
        'net',
        'processes',
        'procstat',
        'swap',
        'system',
      ]),
    );
  });
});
