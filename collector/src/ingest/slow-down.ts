import type { Ack } from '@watchcase/protocol';
import type { HostState } from './host-state.ts';
import type { IngestMemory } from './memory.ts';

/** What hosts are to be told. */
export interface Telling {
  /** Of so many readings one is wanted live. */
  slowDown: number;
  /** How long messages wait, milliseconds: while they do, nobody more may send what was put aside. */
  waitedMs: number;
  now: number;
}

/** An answer for a host. */
type Answer = { host: HostState; ack: Ack };

/** A host is told anew when what it was told is this far from what holds. */
const TELLING_RATIO = 1.05;
/** Hosts told at once beside their answers, a tenth of a second's work: each moment in which they do not know is one of too much. */
const MOST_TOLD = 20_000;
/** Hardly less than all, and yet what was put aside waits: for hosts whose turn has not come. */
export const HELD = 1.01;
/** What part of all hosts is let go at once, each with what it has put aside: so that all have had their turn in a minute or so, later while anything has to wait for them. */
const LET_GO = { first: 1 / 150, most: 1 / 100, more: 1.05, least: 1 / 1000, less: 0.85 };
/** Hosts that bring backlog rest when an answer takes 0.4 s longer than it need (docs/adr/0023-backlog-goes-by-its-own-waiting.md): before that there are more of them than can be taken, below the other there may be more. */
const QUICK_MS = 200;
const SLOW_MS = 400;
/** When all have been told, so many looks go by before they are looked through again: some were not there. */
const RESTING_LOOKS = 10;
/** What hosts would send changes no faster than they come and go. */
const DEMAND_MS = 2000;

/** What a host is told: what holds, but that one that was asked for less is held until its turn has come. */
export function withSlowDown(ack: Ack, host: HostState, slowDown: number): Ack {
  if (host.slowDown === null) return ack;
  const word = wordFor(host.slowDown, slowDown);
  return word === 1 ? ack : saying(ack, host, word);
}

function wordFor(before: number, slowDown: number): number {
  return slowDown > 1 || before === 1 ? slowDown : HELD;
}

function saying(ack: Ack, host: HostState, word: number): Ack {
  host.slowDown = word;
  host.pace = Math.max(host.pace, word);
  return { ...ack, slowDown: word };
}

/** Answers for hosts that were told something else: their own answers may be a minute away. Goes round, so that all have their turn. */
export function createSlowDownRounds(): (memory: IngestMemory, telling: Telling) => Answer[] {
  const nextToTell = createCircle();
  // Where it was before there was too much again: those who have had their turn have little to bring.
  const nextToLetGo = createCircle();
  let part: number = LET_GO.first;
  let told = 1;
  let resting = 0;

  return ({ hosts }, { slowDown, waitedMs, now }) => {
    if (slowDown === told && resting > 0) {
      resting--;
      return [];
    }
    told = slowDown;
    const answers: Answer[] = [];
    const tell = (host: HostState, word: number) =>
      void answers.push({ host, ack: saying({ time: now, epochs: [], needLayouts: [] }, host, word) });
    part = slowDown > 1 ? LET_GO.first : nextPart(part, waitedMs);
    const free = slowDown > 1 ? 0 : Math.ceil(part * hosts.size);
    for (let looked = 0; looked < hosts.size && answers.length < free; looked++) {
      const host = nextToLetGo(hosts);
      if (host !== undefined && isThere(host) && host.slowDown > 1) tell(host, 1);
    }
    for (let looked = 0; looked < hosts.size && answers.length < MOST_TOLD; looked++) {
      const host = nextToTell(hosts);
      if (host === undefined || !isThere(host)) continue;
      const word = wordFor(host.slowDown, slowDown);
      if (isFar(host.slowDown, word)) tell(host, word);
    }
    resting = answers.length === 0 ? RESTING_LOOKS : 0;
    return answers;
  };
}

/** Gives one after another, and begins again behind the last. */
function createCircle(): (hosts: ReadonlyMap<string, HostState>) => HostState | undefined {
  let round: Iterator<HostState> | undefined;
  return (hosts) => {
    let next = round?.next();
    if (next === undefined || next.done === true) {
      round = hosts.values();
      next = round.next();
    }
    return next.value;
  };
}

function isThere(host: HostState): host is HostState & { slowDown: number } {
  return host.slowDown !== null && host.presence === 'online';
}

/** What part may be let go now (pure). */
function nextPart(before: number, waitedMs: number): number {
  if (waitedMs > SLOW_MS) return Math.max(LET_GO.least, before * LET_GO.less);
  return waitedMs > QUICK_MS ? before : Math.min(LET_GO.most, before * LET_GO.more);
}

function isFar(before: number, word: number): boolean {
  return before !== word && (word === 1 || Math.max(before / word, word / before) >= TELLING_RATIO);
}

/** Readings a second that hosts would send if they had been told nothing, of those who can be and of the others. */
export function demandOf({ hosts, layouts }: IngestMemory): Demand {
  const demand = { tellable: 0, fixed: 0 };
  for (const { presence, slowDown, streams } of hosts.values()) {
    if (presence !== 'online') continue;
    for (const id of streams.values()) {
      const intervalMs = layouts.get(id)?.layout.intervalMs;
      if (intervalMs !== undefined) demand[slowDown === null ? 'fixed' : 'tellable'] += 1000 / intervalMs;
    }
  }
  return demand;
}

/** The same, as it was within the last two seconds: to look through all hosts with each look at the load is a tenth of a small collector's work. */
export function createDemand(memory: IngestMemory): (now: number) => Demand {
  let at = Number.NEGATIVE_INFINITY;
  let known: Demand | undefined;
  return (now) => {
    if (known !== undefined && Math.abs(now - at) < DEMAND_MS) return known;
    at = now;
    known = demandOf(memory);
    return known;
  };
}

type Demand = { tellable: number; fixed: number };
