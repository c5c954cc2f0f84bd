import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { launch } from '../../test/harness/index.ts';
import { treeOf } from './process-cost.ts';

/** System calls counted by strace over some seconds. */
export interface SystemCalls {
  /** fsync and fdatasync together. */
  syncs: number;
  /** Programs started. */
  programs: number;
}

const STRACE = '/usr/bin/strace';

/** Watches a process and its threads for `seconds`; undefined, and a line that says so, when strace is not installed. */
export async function countSystemCalls(pid: number, seconds: number): Promise<SystemCalls | undefined> {
  if (!existsSync(STRACE)) {
    process.stderr.write('strace is not installed: neither syncs nor started programs are counted\n');
    return undefined;
  }
  using folder = temporaryFolder();
  const file = join(folder.path, 'calls');
  const strace = launch({
    name: 'strace',
    command: STRACE,
    args: [
      '-f',
      '-qq',
      '-e',
      'trace=fsync,fdatasync,execve',
      '-o',
      file,
      ...treeOf(pid).flatMap((one) => ['-p', String(one)]),
    ],
  });
  await new Promise<void>((resolve) => {
    systemClock.after(seconds * 1000, resolve);
  });
  await strace.end('SIGINT');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return {
    syncs: text.match(/\bf(?:data)?sync\(/g)?.length ?? 0,
    programs: text.match(/\bexecve\(.* = 0$/gm)?.length ?? 0,
  };
}
