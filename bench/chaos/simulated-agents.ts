import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { systemClock } from '@watchcase/runtime';
import { createHostValues } from './host-values.ts';
import type { Script } from './script.ts';
import { createSimulatedHost } from './simulated-host.ts';

/** What a process of simulated agents is told, as JSON in its first argument. */
export interface AgentsOptions {
  script: Script;
  base: number;
  port: number;
  /** Number of the first host, and how many there are. */
  first: number;
  count: number;
  /** One line per start of this process: when it was. With the script, that is all its agents have on disk. */
  startsFile: string;
}

const SLICE_MS = 25;
const REPORT_MS = 500;
const OPEN_PER_SLICE = 25;
const options = JSON.parse(process.argv[2] ?? '{}') as AgentsOptions;
const values = createHostValues(options.script.intervalMs);
const starts = noteStart(options.startsFile);
const hosts = Array.from({ length: options.count }, (_, i) =>
  createSimulatedHost({ ...options, index: options.first + i, starts, values, clock: systemClock }),
);

/** Each start begins a new epoch, later than all before. */
function noteStart(file: string): number[] {
  const before = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
  const start = Math.max(systemClock.now(), (before.at(-1) ?? 0) + 1);
  appendFileSync(file, `${start}\n`, { flush: true });
  return [...before, start];
}

let working = 0;
function slice(): void {
  working = Math.min(hosts.length, working + OPEN_PER_SLICE);
  for (let i = 0; i < working; i++) hosts[i]?.work();
  systemClock.after(SLICE_MS, slice);
}

function report(): void {
  const waiting = hosts.reduce((sum, host) => sum + host.waiting(), 0);
  process.stdout.write(`${JSON.stringify({ waiting })}\n`);
  systemClock.after(REPORT_MS, report);
}

slice();
report();
