import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** What a process and its living descendants have cost so far. */
export interface Cost {
  /** Processor seconds, of children that have ended too. */
  cpuSeconds: number;
  /** The part that ended children have used. */
  endedChildrenSeconds: number;
  processes: number;
}

/** Reads what process `pid` and its descendants have used. Throws when it has ended. */
export function costOf(pid: number): Cost {
  for (;;) {
    try {
      return costNow(pid);
    } catch (error) {
      // A descendant that ended meanwhile is counted with its parent's in the next look.
      if (!existsSync(`/proc/${pid}`)) throw error;
    }
  }
}

function costNow(pid: number): Cost {
  const pids = treeOf(pid);
  const ended = pids.map(endedChildrenOf).reduce((a, b) => a + b, 0);
  return {
    cpuSeconds: pids.map(ownSeconds).reduce((a, b) => a + b, 0) + ended,
    endedChildrenSeconds: ended,
    processes: pids.length,
  };
}

/**
 * Memory of a process tree in MiB, as it would be if nothing else on the machine ran the same program: proportional set size, with the
 * program's own file counted whole.
 */
export function memoryOf(pid: number): number {
  return treeOf(pid)
    .map(memoryOfOne)
    .reduce((a, b) => a + b, 0);
}

function memoryOfOne(pid: number): number {
  const program = readlinkSync(`/proc/${pid}/exe`);
  let kilobytes = 0;
  let own = false;
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
    if (/^[0-9a-f]+-/.test(line)) own = line.endsWith(program);
    const match = /^(Rss|Pss): +(\d+) kB/.exec(line);
    if (match?.[1] === (own ? 'Rss' : 'Pss')) kilobytes += Number(match[2]);
  }
  return kilobytes / 1024;
}

/** The scheduler counts nanoseconds; /proc/PID/stat would say hundredths of a second. */
function ownSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((a, b) => a + b, 0) / 1e9;
}

function endedChildrenOf(pid: number): number {
  const fields = statFields(pid);
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** Fields of /proc/PID/stat behind the name; the first is the state. */
function statFields(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** The process and all its living descendants. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(statFields(pid)[1]);
  } catch {
    return undefined;
  }
}
