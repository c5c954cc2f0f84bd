import { readFileSync, readlinkSync } from 'node:fs';
import { processEntry } from './process-entry.ts';

/**
 * Names this process for good, so that another of the same machine can tell later whether it lives: number, start in ticks since boot, and namespace of
 * process numbers. Undefined where there is no /proc.
 */
export function ownProcessMark(): string | undefined {
  try {
    return `${process.pid} ${startOf(process.pid)} ${namespaceOf()}`;
  } catch {
    return undefined;
  }
}

/** False when the process of that mark has ended; what cannot be told, such as a process in another container, counts as alive. */
export function isProcessAlive(mark: string): boolean {
  try {
    const [pid, start, namespace] = mark.split(' ');
    if (namespace !== namespaceOf()) return true;
    return startOf(Number(pid)) === Number(start);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

const nothing = () => {
  throw new Error('only the text is looked at');
};

function startOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return processEntry(text, { read: nothing, list: nothing, follow: nothing }).startTicks;
}

function namespaceOf(): string {
  return readlinkSync('/proc/self/ns/pid');
}
