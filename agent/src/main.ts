#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { isUserError, safeLines } from '@watchcase/runtime/light';
import packageJson from '../package.json' with { type: 'json' };
import { runCommand } from './commands/index.ts';
import { ownProcess } from './commands/own-process.ts';
import { ownProgram } from './host/own-program.ts';

// What we write is for its owner alone: readings, events with a backup's output, the credential.
const callersUmask = process.umask(0o077);

// What others are started with is what we were started with.
const env = { ...process.env };

// Each file system that hangs holds one of Node's threads until it answers; one that is idle takes 10 KiB.
const { UV_THREADPOOL_SIZE = '32' } = process.env;
Object.assign(process.env, { UV_THREADPOOL_SIZE });

// Whoever reads our output may go away, or its disk be full; that must not end us.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

const program = ownProgram(process.execPath, fileURLToPath(import.meta.url));

/** A function because a script, which packages are made as, knows no await at its top. */
async function main(): Promise<never> {
  const { needs, end } = ownProcess({ version: packageJson.version, program, env, callersUmask });
  try {
    process.exitCode = await runCommand(process.argv.slice(2), needs);
  } catch (error) {
    process.stderr.write(
      `${safeLines(String(isUserError(error) ? error.message : (error as Error).stack))}\n`,
    );
    process.exitCode = 1;
  }
  return end();
}

void main();
