import childProcess from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Loaded before a program: it can open nothing more while it starts its second process. Wants a limit of open files that is soon reached. */
const { spawn } = childProcess;
let started = 0;
childProcess.spawn = function starved(...args: unknown[]): unknown {
  const files: number[] = [];
  try {
    while (started === 1) files.push(openSync('/', 'r'));
  } catch {
    // There is none left.
  }
  started++;
  try {
    return Reflect.apply(spawn, childProcess, args);
  } finally {
    for (const file of files) closeSync(file);
  }
} as typeof spawn;
syncBuiltinESMExports();
