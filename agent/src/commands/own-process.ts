import { safeLines, systemClock } from '@watchcase/runtime/light';
import { endBySignal, endProcess } from '../host/index.ts';
import { readInherited } from './backup-run/inherited.ts';
import type { CommandNeeds } from './needs.ts';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;

/** This process, as commands may use it, and its end: with `process.exitCode`, or by the signal that a command it ran was killed by. */
export function ownProcess(
  of: Pick<CommandNeeds, 'version' | 'program' | 'env'> & { callersUmask: number },
): {
  needs: CommandNeeds;
  end(): Promise<never>;
} {
  const { version, program, env, callersUmask } = of;
  let endedBy: NodeJS.Signals | undefined;
  const needs: CommandNeeds = {
    version,
    program,
    env,
    userId: process.getuid?.() ?? null,
    clock: systemClock,
    // What hosts and users call their things must not steer the terminal it is read on.
    readInput: async () => (await import('node:stream/consumers')).text(process.stdin),
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
    onSignal: hearSignals(),
    inherited: () => readInherited(env),
    endBy: (signal) => void (endedBy = signal),
  };
  return {
    needs,
    async end() {
      // An answer longer than a pipe holds is on its way still.
      await new Promise<void>((resolve) => void process.stdout.write('', () => resolve()));
      // Whatever a hung connection or probe still holds open must not keep the process.
      if (endedBy !== undefined) endBySignal(endedBy);
      return endProcess();
    },
  };
}

/** Signals go to whoever listens; with nobody there they end the process. */
function hearSignals(): CommandNeeds['onSignal'] {
  const listeners = new Set<(signal: NodeJS.Signals) => void>();
  function tell(signal: NodeJS.Signals): void {
    if (listeners.size === 0) {
      process.exitCode = 1;
      endProcess();
    }
    for (const listener of listeners) listener(signal);
  }
  for (const signal of SIGNALS) process.on(signal, tell);
  // A collector that runs us as its local agent holds a channel; killed or not, its end is ours.
  process.once('disconnect', () => tell('SIGTERM'));
  return (listener, further = []) => {
    listeners.add(listener);
    for (const signal of further) process.on(signal, listener);
    return () => {
      listeners.delete(listener);
      for (const signal of further) process.off(signal, listener);
    };
  };
}
