#!/usr/bin/env node
import { isUserError, safeLines } from '@watchcase/runtime';
import packageJson from '../package.json' with { type: 'json' };
import { runCommand } from './commands/index.ts';

// Databases, their journals and all else that is written here is for this user only, whatever the folder's own mode.
process.umask(0o077);

const ended = new Promise<string>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => resolve(signal));
});

// Whoever reads our output may go away, or its disk be full; that must not end us. What cannot be printed is told to the writer.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

try {
  process.exitCode = await runCommand(process.argv.slice(2), {
    version: packageJson.version,
    env: process.env,
    isTerminal: process.stdout.isTTY,
    // What hosts and users call their things must not steer the terminal it is read on.
    print: (text) => process.stdout.write(`${safeLines(text)}\n`),
    ended,
  });
} catch (error) {
  process.stderr.write(`${safeLines(String(isUserError(error) ? error.message : (error as Error).stack))}\n`);
  process.exitCode = 1;
}
// Whatever a hung connection still holds open must not keep the process.
process.exit();
