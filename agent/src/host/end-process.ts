import { heldThreads } from './hang-guard.ts';

/**
 * Ends this process with `process.exitCode`. Node waits for its threads at the end, and one that a file system holds does not come back before that answers:
 * then another program takes this one's place, which ends the threads, and ends with the same code. Where that cannot be done the process is killed.
 */
export function endProcess(): never {
  if (heldThreads() > 0 && process.platform !== 'win32') {
    if (process.execve === undefined) process.kill(process.pid, 'SIGKILL');
    else process.execve('/bin/sh', ['sh', '-c', `exit ${Number(process.exitCode ?? 0)}`], {});
  }
  process.exit();
}
