import { backoffMs, systemClock } from '@watchcase/runtime';
import { breachingValues, fleetLayout, valueVariants } from '../fleet/series.ts';
import { identityOfHost } from '../fleet/seed-hosts.ts';
import { connectReturningHost, type ReturningHost, wasInTrouble } from './returning-host.ts';

/** What the generator is told, as JSON in its first argument. */
export interface ReturnOptions {
  port: number;
  hosts: number;
  intervalMs: number;
  /** Readings of the outage, each host's. */
  readings: number;
  /** Bounds of the agent's reconnect pauses; every host is somewhere within one of the longest when the broker returns. */
  reconnect: { firstMs: number; maxMs: number };
  /** From this many milliseconds after the return on, a host breaches every `everyMs`. */
  breach: { afterMs: number; everyMs: number };
}

/** One of its lines: how the fleet stands. Milliseconds since the return; null as long as some host is not there yet. */
export interface ReturnState {
  at: number;
  connected: number;
  lost: number;
  live: number;
  liveP50: number | null;
  allLiveMs: number | null;
  drained: number;
  drainedMs: number | null;
  /** Different live readings sent. */
  liveReadings: number;
  /** All are live, all backlog is taken; no reading follows. */
  over: boolean;
}

const VARIANTS = 16;
const SLICE_MS = 10;
const RETRY_MS = 2000;
const PER_ADDRESS = 20_000;
const LATE_ATTEMPTS = 40;
/** Younger than the lateness window: what is wrong then is to be paged. */
const RECENT = 12;
const options = JSON.parse(process.argv[2] ?? '{}') as ReturnOptions;
const layout = fleetLayout(options.intervalMs);
const variants = valueVariants(layout, VARIANTS);
const breaching = breachingValues(layout);
const startedAt = systemClock.monotonic();
const returnedAt = systemClock.now();
const hosts: (ReturningHost | undefined)[] = [];
const liveAt: number[] = [];
const isLive = new Set<number>();
const isDrained = new Set<number>();
const state = {
  lost: 0,
  liveReadings: 0,
  drainedMs: null as number | null,
  allLiveMs: null as number | null,
};

const isOver = () => state.drainedMs !== null && state.allLiveMs !== null;
const elapsed = () => systemClock.monotonic() - startedAt;

/** The rest of one of the agent's longest pauses. */
function pauseOf(): number {
  return Math.random() * backoffMs(LATE_ATTEMPTS, options.reconnect, Math.random());
}

function open(index: number): void {
  const host = connectReturningHost({
    port: options.port,
    index,
    layout,
    localAddress: `127.0.0.${2 + Math.floor(index / PER_ADDRESS)}`,
    readings: options.readings,
    intervalMs: options.intervalMs,
    returnedAt,
    backlogValues: (seq) =>
      wasInTrouble(index) && seq <= options.readings - RECENT
        ? breaching
        : (variants[(index + seq) % VARIANTS] ?? ''),
    onProgress: () => noteProgress(index),
    onLost: () => state.lost++,
  });
  hosts[index] = host;
}

function noteProgress(index: number): void {
  const host = hosts[index];
  if (host === undefined) return;
  if (!isLive.has(index) && host.live.acknowledged > 0) {
    isLive.add(index);
    liveAt.push(elapsed());
    if (isLive.size === options.hosts) state.allLiveMs = Math.round(elapsed());
  }
  if (!isDrained.has(index) && host.backlog.acknowledged >= options.readings) {
    isDrained.add(index);
    if (isDrained.size === options.hosts) state.drainedMs = Math.round(elapsed());
  }
}

function read(index: number, values: string): number | undefined {
  const host = hosts[index];
  if (host?.open !== true) return undefined;
  state.liveReadings++;
  return host.read(values);
}

/** Hosts keep their own places in the interval, whenever they have come back. */
function run(): void {
  const pauses = Array.from({ length: options.hosts }, (_, index) => ({ index, at: pauseOf() }));
  pauses.sort((a, b) => a.at - b.at);
  let next = 0;
  let opened = 0;
  let breached = 0;
  const slice = (): void => {
    for (let one = pauses[opened]; one !== undefined && one.at <= elapsed(); one = pauses[++opened])
      open(one.index);
    // What was sent can be counted only when nothing more is.
    if (isOver()) return;
    // Before its host's reading of the same millisecond, or it would not be newer than that one.
    const breaches = Math.floor((elapsed() - options.breach.afterMs) / options.breach.everyMs);
    for (; breached < Math.min(breaches, options.hosts); breached++) breach(breached);
    const due = Math.floor((elapsed() / options.intervalMs) * options.hosts);
    for (; next < due; next++) read(next % options.hosts, variants[next % VARIANTS] ?? '');
    systemClock.after(SLICE_MS, slice);
  };
  slice();
}

/** Tells when the breaching reading of which host was sent. A host breaches once, and not before it has come back. */
function breach(index: number): void {
  if (wasInTrouble(index) || !isLive.has(index)) return;
  const at = read(index, breaching);
  if (at !== undefined)
    process.stdout.write(`${JSON.stringify({ breach: identityOfHost(index).host, at })}\n`);
}

function retry(): void {
  for (const host of hosts) host?.retry();
  systemClock.after(RETRY_MS, retry);
}

function report(): void {
  const sorted = liveAt.toSorted((a, b) => a - b);
  const said: ReturnState = {
    at: Math.round(elapsed()),
    connected: hosts.filter((host) => host?.open).length,
    lost: state.lost,
    live: isLive.size,
    liveP50: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    allLiveMs: state.allLiveMs,
    drained: isDrained.size,
    drainedMs: state.drainedMs,
    liveReadings: state.liveReadings,
    over: isOver(),
  };
  process.stdout.write(`${JSON.stringify(said)}\n`);
  systemClock.after(500, report);
}

run();
retry();
report();
