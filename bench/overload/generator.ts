import { systemClock } from '@watchcase/runtime';
import { identityOfHost } from '../fleet/seed-hosts.ts';
import { breachingValues, fleetLayout, valueVariants } from '../fleet/series.ts';
import { connectPacedHost, type PacedHost } from './paced-host.ts';
import { readingOrder } from './reading-order.ts';

/** What the generator is told, as JSON in its first argument. Each SIGHUP is a step of hosts more, each SIGUSR2 begins the next phase. */
export interface GeneratorOptions {
  port: number;
  intervalMs: number;
  /** Hosts are seeded up to this number. */
  mostHosts: number;
  /** So many hosts are a step. */
  step: number;
  /** While there are more and more of them hosts read so many times more seldom; in the overload they do not. */
  times: number;
  breachEveryMs: number;
  /** Behind the overload they read so many times more seldom. */
  calmer: number;
}

/** `more`: more hosts, step by step. `fill`: all read as often as in the overload. `over`: it lasts, and hosts breach. `after`: all read more seldom. */
export type Phase = (typeof PHASES)[number];

/** One of its lines. */
export interface GeneratorState {
  at: number;
  phase: Phase;
  /** Hosts that are to be there, those that are, and those that read as often as can be. */
  wanted: number;
  connected: number;
  busy: number;
  lost: number;
  read: number;
  /** Readings that are not acknowledged, and those of them that were put aside or should have been answered long ago. */
  waiting: number;
  overdue: number;
  slowDown: number;
  /** The longest that the generator itself stood still so far: hosts that all were silent for that time. */
  stoodStillMs: number;
}

const PHASES = ['more', 'fill', 'over', 'after'] as const;
const VARIANTS = 16;
const SLICE_MS = 10;
const RETRY_MS = 2000;
const PER_ADDRESS = 20_000;
const CONNECT_PER_SECOND = 200;
const options = JSON.parse(process.argv[2] ?? '{}') as GeneratorOptions;
const layout = fleetLayout(options.intervalMs);
const carried = fleetLayout(options.intervalMs * options.times);
const calm = fleetLayout(options.intervalMs * options.calmer);
const variants = valueVariants(layout, VARIANTS);
const breaching = breachingValues(layout);
const order = readingOrder(options.mostHosts);
const hosts: PacedHost[] = [];
const now = () => systemClock.monotonic();
const begun = now();
let phase: Phase = 'more';
let phaseSince = begun;
let wanted = 0;
/** Those that came last were too many, and read seldom from then on. */
let carriedHosts = Infinity;
let connectable = 0;
let read = 0;
let breached = 0;
const told = new Set<number>();
/** Places in the order that have had their turn. */
let passedBy = 0;
let place = 0;
let lookedAt = begun;
let stoodStillMs = 0;

process.on('SIGHUP', () => {
  wanted = Math.min(options.mostHosts, wanted + options.step);
});
process.on('SIGUSR2', () => {
  phase = PHASES[Math.min(PHASES.indexOf(phase) + 1, PHASES.length - 1)] as Phase;
  phaseSince = now();
  if (phase === 'over') return;
  if (phase === 'fill') carriedHosts = Math.max(options.step, wanted - options.step);
  for (const [index, host] of hosts.entries())
    host.change(phase === 'after' || index >= carriedHosts ? calm : layout);
});

/** Each host has its place in the interval; one that has breached goes on doing so, as a full disk does. */
function slice(): void {
  const at = now();
  const passed = at - lookedAt;
  lookedAt = at;
  stoodStillMs = Math.max(stoodStillMs, passed);
  connectable = Math.min(wanted, connectable + (passed / 1000) * CONNECT_PER_SECOND);
  while (hosts.length < Math.floor(connectable)) open(hosts.length);
  if (phase === 'over')
    breached = Math.min(hosts.length, carriedHosts, Math.floor((at - phaseSince) / options.breachEveryMs));
  const seldom = { more: options.times, fill: 1, over: 1, after: options.calmer }[phase];
  const intervalMs = options.intervalMs * seldom;
  place += (passed / intervalMs) * options.mostHosts;
  for (; passedBy < Math.floor(place); passedBy++) readOne(order[passedBy % order.length] ?? 0);
  systemClock.after(SLICE_MS, slice);
}

function readOne(index: number): void {
  if (index >= hosts.length || (index >= carriedHosts && !isTurnOf(index))) return;
  read++;
  const breaches = index < breached;
  if (breaches && !told.has(index)) {
    told.add(index);
    say({ breach: identityOfHost(index).host, at: systemClock.now() });
  }
  hosts[index]?.read(breaches ? breaching : (variants[(index + read) % VARIANTS] ?? ''));
}

/** Of a host that is to read as seldom as behind the overload, while the others do not. */
function isTurnOf(index: number): boolean {
  const round = Math.floor(passedBy / order.length);
  return phase === 'after' || (round + index) % options.calmer === 0;
}

function open(index: number): void {
  const localAddress = `127.0.0.${2 + Math.floor(index / PER_ADDRESS)}`;
  hosts.push(connectPacedHost({ port: options.port, index, layout: carried, localAddress }));
}

function retry(): void {
  for (const host of hosts) host.retry();
  systemClock.after(RETRY_MS, retry);
}

function report(): void {
  const at = systemClock.now();
  const state: GeneratorState = {
    at,
    phase,
    wanted,
    connected: hosts.filter((host) => host.open).length,
    busy: Math.min(wanted, carriedHosts),
    lost: hosts.reduce((sum, host) => sum + host.lost, 0),
    read,
    waiting: hosts.reduce((sum, host) => sum + host.waiting(), 0),
    overdue: hosts.reduce((sum, host) => sum + host.overdue(at), 0),
    slowDown: Math.max(1, ...hosts.map((host) => host.slowDown())),
    stoodStillMs: Math.round(stoodStillMs),
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
