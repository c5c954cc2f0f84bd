import { fstatSync, readdirSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';

/** What the caller gave this process, and Node keeps from its children. */
export interface Inherited {
  /** Open files beside standard input, output and error, such as those a shell names /dev/fd/63. */
  files: readonly number[];
  /** Signals that the caller has ignored, such as SIGHUP by nohup. */
  ignored: readonly NodeJS.Signals[];
}

/** Looks at what the process was started with: to be called before it opens files of its own. */
export function readInherited(env: Readonly<Record<string, string | undefined>>): Inherited {
  const { WATCHCASE_IGNORED_SIGNALS: mask = '' } = env;
  return { files: inheritedFiles(), ignored: ignoredSignals(mask) };
}

/**
 * Variables without that in which the launcher, a shell, leaves the mask of ignored signals it was started with, as /proc/PID/status has it: Node forgets it at its
 * start.
 */
export function withoutMask(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const { WATCHCASE_IGNORED_SIGNALS: _mask, ...others } = env;
  return others;
}

function inheritedFiles(): number[] {
  const targets = new Map<number, string>();
  for (const name of attempt(() => readdirSync('/proc/self/fd')) ?? []) {
    const target = attempt(() => readlinkSync(`/proc/self/fd/${name}`));
    if (target !== undefined && Number(name) > 2) targets.set(Number(name), target);
  }
  const channel = (process.channel as { fd?: number } | undefined)?.fd;
  return [...targets]
    .flatMap(([fd, target]) => (fd !== channel && isCallers(target, targets) ? [fd] : []))
    .filter((fd) => attempt(() => fstatSync(fd)) !== undefined);
}

/** Node's own are made by the kernel for it, or pipes with both ends in this process. */
function isCallers(target: string, all: ReadonlyMap<number, string>): boolean {
  if (target.startsWith('anon_inode:') || target === '/dev/null') return false;
  if (!target.startsWith('pipe:')) return true;
  return [...all.values()].filter((one) => one === target).length === 1;
}

function ignoredSignals(mask: string): NodeJS.Signals[] {
  if (!/^[0-9a-f]{1,16}$/.test(mask)) return [];
  const bits = BigInt(`0x${mask}`);
  const names = Object.entries(constants.signals).filter(
    ([name, number]) =>
      number < 32 && !['SIGKILL', 'SIGSTOP'].includes(name) && ((bits >> BigInt(number - 1)) & 1n) === 1n,
  );
  return names.map(([name]) => name as NodeJS.Signals);
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
