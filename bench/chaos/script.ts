import { seededRandom } from '../../test/harness/seeded-random.ts';

/** What the simulated hosts of a run measure; all of it follows from these numbers. */
export interface Script {
  seed: number;
  hosts: number;
  intervalMs: number;
  /** Readings per host that count, from number 0 on; hosts begin earlier and go on afterwards, so that nobody takes them for gone. */
  ticks: number;
  /** Share of the hosts whose disk fills up, and the same for a process that stops. */
  share: number;
  /** How many readings a fault lasts, at least and at most. */
  lasts: { least: number; most: number };
}

/** A rule a host can break. */
export interface Break {
  rule: 'disk/space' | 'service/process-stopped';
  category: 'hardware' | 'software';
  severity: string;
  /** First breaching reading, and the first good one after it. */
  from: number;
  to: number;
}

const DISK_LEVELS = [
  ['minor', 84],
  ['major', 92],
  ['critical', 97.5],
] as const;
const TELL_EVERY = 8;
/** Readings before the first fault and after the last one. */
const CALM = 3;

/** What breaks on host number `index`, at most once per rule. */
export function breaksOf(script: Script, index: number): Break[] {
  const random = seededRandom(script.seed * 1_000_003 + index);
  const spanOf = () => {
    const { least, most } = script.lasts;
    const length = least + Math.floor(random() * (most - least + 1));
    const from = CALM + Math.floor(random() * Math.max(1, script.ticks - 2 * CALM - length));
    return { from, to: from + length };
  };
  const breaks: Break[] = [];
  if (random() < script.share) {
    const [severity] = DISK_LEVELS[Math.floor(random() * DISK_LEVELS.length)] ?? DISK_LEVELS[0];
    breaks.push({ rule: 'disk/space', category: 'hardware', severity, ...spanOf() });
  }
  if (random() < script.share)
    breaks.push({
      rule: 'service/process-stopped',
      category: 'software',
      severity: 'critical',
      ...spanOf(),
    });
  return breaks;
}

/** When host number `index` takes its reading number `tick`, Unix milliseconds; `base` is when the run begins. */
export function timeOf(script: Script, base: number, at: { index: number; tick: number }): number {
  const phase = Math.floor((at.index * script.intervalMs) / script.hosts);
  return base + phase + at.tick * script.intervalMs;
}

/** Percent of the disk in use in reading number `tick`. */
export function diskAt(breaks: readonly Break[], tick: number): number {
  const one = breaks.find(({ rule, from, to }) => rule === 'disk/space' && tick >= from && tick < to);
  return DISK_LEVELS.find(([severity]) => severity === one?.severity)?.[1] ?? 40;
}

/** Watched processes that run in reading number `tick`. */
export function processesAt(breaks: readonly Break[], tick: number): number {
  return breaks.some(({ rule, from, to }) => rule === 'service/process-stopped' && tick >= from && tick < to)
    ? 0
    : 4;
}

/** A backup that ends with reading number `tick`, if one does. */
export function backupAt(index: number, tick: number): { job: string; exitCode: number } | undefined {
  return tick >= 0 && (tick + index) % TELL_EVERY === 0
    ? { job: `job-${tick}`, exitCode: tick % 3 }
    : undefined;
}
