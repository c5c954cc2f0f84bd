#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { isUserError, safeLines, systemClock } from '@watchcase/runtime/light';
import packageJson from '../package.json' with { type: 'json' };
import { runCommand } from './commands/index.ts';
import { endProcess } from './host/end-process.ts';
import { ownProgram } from './host/own-program.ts';

// What we write is for its owner alone: readings, events with a backup's output, the credential.
const callersUmask = process.umask(0o077);

// Each file system that hangs holds one of Node's threads until it answers; one that is idle takes 10 KiB.
const { UV_THREADPOOL_SIZE = '32' } = process.env;
Object.assign(process.env, { UV_THREADPOOL_SIZE });

const listeners = new Set<(signal: NodeJS.Signals) => void>();
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;
function tell(signal: NodeJS.Signals): void {
  if (listeners.size === 0) {
    process.exitCode = 1;
    endProcess();
  }
  for (const listener of listeners) listener(signal);
}
for (const signal of signals) process.on(signal, tell);
// A collector that runs us as its local agent holds a channel; killed or not, its end is ours.
process.once('disconnect', () => tell('SIGTERM'));

// Whoever reads our output may go away, or its disk be full; that must not end us.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

try {
  process.exitCode = await runCommand(process.argv.slice(2), {
    version: packageJson.version,
    env: process.env,
    program: ownProgram(process.execPath, fileURLToPath(import.meta.url)),
    userId: process.getuid?.() ?? null,
    clock: systemClock,
    // What hosts and users call their things must not steer the terminal it is read on.
    print: (text) => process.stdout.write(`${safeLines(text)}\n`),
    complain: (text) => process.stderr.write(`${safeLines(text)}\n`),
    withCallersUmask(work) {
      const own = process.umask(callersUmask);
      try {
        return work();
      } finally {
        process.umask(own);
      }
    },
    onSignal(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
} catch (error) {
  process.stderr.write(`${safeLines(String(isUserError(error) ? error.message : (error as Error).stack))}\n`);
  process.exitCode = 1;
}
// An answer longer than a pipe holds is on its way still.
await new Promise<void>((resolve) => void process.stdout.write('', () => resolve()));
// Whatever a hung connection or probe still holds open must not keep the process.
endProcess();
