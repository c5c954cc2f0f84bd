import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  downTopic,
  type Layout,
  type ReadingBase,
  shortReadingOf,
  upTopic,
  usernameOf,
} from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import { launch } from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import { breachingValues, fleetLayout, valueVariants } from './series.ts';
import { identityOfHost, passwordOfHost } from './seed-hosts.ts';

/** What a generator is told. */
export interface GeneratorOptions {
  port: number;
  /** Number of the first host, and how many there are: of one customer. */
  first: number;
  hosts: number;
  intervalMs: number;
  /** Connections opened a second. */
  connectPerSecond: number;
  /** From this many milliseconds after the start on, a host breaches every `everyMs`. */
  breach: { afterMs: number; everyMs: number };
}

/** As load.c has them. */
const VARIANTS = 16;

/**
 * Starts the load of one section of the fleet, written in C: it must leave the cores to what is measured. Its output has a line of JSON a second
 * and one per breach, see load.c. Errors: BENCH_NEEDS when there is no C compiler.
 */
export function startGenerator(options: GeneratorOptions) {
  const plan = join(mkdtempSync(join(tmpdir(), 'watchcase-load-')), 'plan');
  writeFileSync(plan, planOf(options));
  return launch({ name: 'load', command: compiled(), args: [plan] });
}

function compiled(): string {
  const folder = join(repositoryRoot, 'node_modules/.cache/bench');
  const program = join(folder, 'load');
  mkdirSync(folder, { recursive: true });
  const { error, status, stderr } = spawnSync(
    'cc',
    ['-O2', '-Wall', '-Wextra', '-o', program, join(import.meta.dirname, 'load.c')],
    { encoding: 'utf8' },
  );
  if (error === undefined && status === 0) return program;
  throw new UserError({
    code: 'BENCH_NEEDS',
    place: 'cc',
    message: `the load generator cannot be compiled (Debian: gcc, libc6-dev): ${error?.message ?? stderr}`,
  });
}

function planOf(options: GeneratorOptions): string {
  const layout = fleetLayout(options.intervalMs);
  const full = valueVariants(layout, VARIANTS);
  const identity = identityOfHost(options.first);
  /** Everything before a host's number, which ends its names. */
  const before = (text: string) => text.slice(0, text.lastIndexOf(String(options.first)));
  return Object.entries<string | number | readonly string[]>({
    port: options.port,
    first: options.first,
    hosts: options.hosts,
    intervalMs: options.intervalMs,
    connectPerSecond: options.connectPerSecond,
    breachAfterMs: options.breach.afterMs,
    breachEveryMs: options.breach.everyMs,
    user: before(usernameOf(identity)),
    password: before(passwordOfHost(options.first)),
    up: before(upTopic(identity, 0, 'reading')),
    down: before(downTopic(identity, 'ack')),
    name: before(identity.host),
    stream: layout.stream,
    layoutId: layout.id,
    layout: JSON.stringify(layout),
    breaching: breachingValues(layout),
    full,
    changes: changesBetween(layout, full),
  })
    .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${key} ${one}\n`))
    .join('');
}

/** The changes that make each variant of the one before it, as the agent says them. */
function changesBetween(layout: Layout, full: readonly string[]): string[] {
  const values = full.map((text) => text.split(',').map(Number));
  return values.map((next, at) => {
    const base: ReadingBase = {
      epoch: 1,
      seq: 1,
      layout: layout.id,
      time: 0,
      values: values.at(at - 1) ?? [],
    };
    const short = shortReadingOf(base, { ...base, sent: 0, seq: 2, after: 1, values: next });
    return /\[(.*)\]\]$/.exec(short?.replace(/^\[.*?\[/, '[') ?? '')?.[1] ?? '';
  });
}
