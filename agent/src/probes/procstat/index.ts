import type { z } from 'zod';
import { type Collect, defineProbe } from '../../contract.ts';
import type { Host, ProcessEntry } from '../../host/index.ts';
import { HIDDEN_PROCESSES, seesAllProcesses } from '../sees-all-processes.ts';
import { matchFilesOf } from './match-files.ts';
import { type Candidate, createMatcher } from './match-process.ts';
import type { options, Watched } from './options.ts';
import { startPortable } from './portable.ts';
import { processorPercent } from './processor-percent.ts';
import { samplesOf, type Totals } from './samples.ts';
import { createUserIds } from './user-ids.ts';

export default defineProbe<typeof options>({
  name: 'procstat',
  start({ watch }: z.output<typeof options>, host): Collect {
    if (watch.length === 0) return async () => [];
    if (host.platform !== 'linux') return startPortable(watch, host);
    const groups = watch.map((watched) => startGroup(watched, host));
    const idOf = createUserIds(() => host.read('/etc/passwd'));
    return async (now, lacking) => {
      const processes = host.processes(now);
      const candidates = processes.map((entry) => ({ entry, candidate: candidateOf(entry, idOf) }));
      const totals = groups.map((group) => group(now, candidates));
      const isHidden = !seesAllProcesses(processes) && totals.some(({ found }) => found === 0);
      if (isHidden) lacking?.(HIDDEN_PROCESSES);
      return totals.flatMap((of, index) =>
        samplesOf(watch[index]?.name ?? '', isHidden && of.found === 0 ? null : of),
      );
    };
  },
});

interface Listed {
  entry: ProcessEntry;
  candidate: Candidate;
}

function startGroup(watched: Watched, host: Host) {
  const match = createMatcher(watched, matchFilesOf(host));
  let before: { at: number; times: ReadonlyMap<string, number> } | undefined;
  return (at: number, listed: readonly Listed[]): Totals => {
    const matches = match();
    const found = listed.filter(({ candidate }) => matches(candidate)).map(({ entry }) => entry);
    const alive = found.filter(({ state }) => !isDead(state));
    const now = {
      at,
      times: new Map(alive.map(({ pid, startTicks, ticks }) => [`${pid}-${startTicks}`, ticks])),
    };
    const totals: Totals = {
      found: found.length,
      running: alive.length,
      cpuPercent: processorPercent(before, now),
      residentBytes: sum(alive, ({ residentPages }) => residentPages * host.pageBytes()),
      threads: sum(alive, ({ threads }) => threads),
      openFiles: sum(alive, (entry) => entry.openFiles()),
    };
    before = now;
    return totals;
  };
}

/** Zombies and the dead have a number, but do nothing any more. */
function isDead(state: string): boolean {
  return state === 'Z' || state === 'X' || state === 'x';
}

/** Null when one is not known: a part would look like a fall. */
function sum<T>(list: readonly T[], value: (one: T) => number | null): number | null {
  return list.reduce<number | null>((total, one) => {
    const more = total === null ? null : value(one);
    return total === null || more === null ? null : total + more;
  }, 0);
}

function candidateOf(entry: ProcessEntry, idOf: (user: string) => number | null): Candidate {
  let list: readonly string[] | undefined;
  return {
    pid: entry.pid,
    key: `${entry.pid} ${entry.startTicks} ${entry.name}`,
    name: entry.name,
    arguments: () => (list ??= entry.isKernels ? [] : entry.arguments()),
    executable: () => entry.executable(),
    runsAs(user) {
      const id = idOf(user);
      return id !== null && entry.userId() === id;
    },
  };
}
