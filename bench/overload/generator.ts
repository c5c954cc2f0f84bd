import { systemClock } from '@watchcase/runtime';
import { identityOfHost } from '../fleet/seed-hosts.ts';
import { breachingValues, fleetLayout, valueVariants } from '../fleet/series.ts';
import { connectPacedHost, type PacedHost } from './paced-host.ts';

/** What the generator is told, as JSON in its first argument. */
export interface OverloadOptions {
  port: number;
  hosts: number;
  intervalMs: number;
  connectPerSecond: number;
  /** From when on, after the start, hosts breach; and until when they read, at their interval from their first connection on: one that did so seldom would be gone. */
  fromMs: number;
  untilMs: number;
  breachEveryMs: number;
}

/** One of its lines. */
export interface OverloadState {
  at: number;
  connected: number;
  lost: number;
  read: number;
  waiting: number;
  slowDown: number;
}

const VARIANTS = 16;
const SLICE_MS = 10;
const RETRY_MS = 2000;
const PER_ADDRESS = 20_000;
const options = JSON.parse(process.argv[2] ?? '{}') as OverloadOptions;
const layout = fleetLayout(options.intervalMs);
const variants = valueVariants(layout, VARIANTS);
const breaching = breachingValues(layout);
const startedAt = systemClock.monotonic();
const hosts: PacedHost[] = [];
const elapsed = () => systemClock.monotonic() - startedAt;
let read = 0;
let breached = 0;
const told = new Set<number>();
let place = 0;
let lookedAt = 0;

/** Each host has its place in the interval; one that has breached goes on doing so, as a full disk does. */
function slice(): void {
  const now = elapsed();
  for (let due = Math.min(options.hosts, (now / 1000) * options.connectPerSecond); hosts.length < due; )
    open(hosts.length);
  if (now > options.fromMs && now < options.untilMs) {
    const due = Math.floor((now - options.fromMs) / options.breachEveryMs);
    breached = Math.max(breached, Math.min(due, hosts.length));
  }
  if (now < options.untilMs) {
    place += ((now - lookedAt) / options.intervalMs) * options.hosts;
    for (; read < place; read++) readOne(read % options.hosts);
  }
  lookedAt = now;
  systemClock.after(SLICE_MS, slice);
}

function readOne(index: number): void {
  const breaches = index < breached;
  if (breaches && !told.has(index)) {
    told.add(index);
    say({ breach: identityOfHost(index).host, at: systemClock.now() });
  }
  hosts[index]?.read(breaches ? breaching : (variants[(index + read) % VARIANTS] ?? ''));
}

function open(index: number): void {
  const localAddress = `127.0.0.${2 + Math.floor(index / PER_ADDRESS)}`;
  hosts.push(connectPacedHost({ port: options.port, index, layout, localAddress }));
}

function retry(): void {
  for (const host of hosts) host.retry();
  systemClock.after(RETRY_MS, retry);
}

function report(): void {
  const state: OverloadState = {
    at: systemClock.now(),
    connected: hosts.filter((host) => host.open).length,
    lost: hosts.reduce((sum, host) => sum + host.lost, 0),
    read,
    waiting: hosts.reduce((sum, host) => sum + host.waiting(), 0),
    slowDown: Math.max(1, ...hosts.map((host) => host.slowDown())),
  };
  say(state);
  systemClock.after(1000, report);
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

slice();
retry();
report();
