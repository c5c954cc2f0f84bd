import childProcess, { type ChildProcess } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

/** Loaded before a program: kills it by -9 before or after the Nth process it starts, or after the Nth word it says to one (`…?after-spawn-2`). */
const [when, what, count] = new URL(import.meta.url).search.slice(1).split('-');
const seen = { spawn: 0, write: 0 };

function at(moment: string, thing: 'spawn' | 'write'): void {
  if (moment === when && thing === what && seen[thing] === Number(count))
    process.kill(process.pid, 'SIGKILL');
}

const { spawn } = childProcess;
childProcess.spawn = function killing(...args: unknown[]): ChildProcess {
  seen.spawn++;
  at('before', 'spawn');
  const child = Reflect.apply(spawn, childProcess, args) as ChildProcess;
  at('after', 'spawn');
  for (const stream of child.stdio) {
    if (!(stream instanceof Socket) || !stream.writable) continue;
    for (const name of ['write', 'end'] as const) {
      const say = stream[name].bind(stream) as (...said: unknown[]) => never;
      stream[name] = (...said: unknown[]) => {
        const answer = say(...said);
        if (said.length > 0) {
          seen.write++;
          at('after', 'write');
        }
        return answer;
      };
    }
  }
  return child;
} as typeof spawn;
syncBuiltinESMExports();
