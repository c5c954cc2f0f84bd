import type { OwnProgram } from './own-program.ts';
import type { CommandRequest, CommandResult } from './run-program.ts';

const TIMEOUT_MS = 60_000;

/** Asks our own program, run once, what this machine is. Rejects with a sentence when it does not tell. */
export async function askInventory(
  run: (request: CommandRequest) => Promise<CommandResult>,
  [file, ...before]: OwnProgram,
): Promise<Record<string, unknown>> {
  const { code, stdout, stderr, failure } = await run({
    program: file,
    args: [...before, 'inventory'],
    timeoutMs: TIMEOUT_MS,
  });
  if (code !== 0) throw new Error(failure ?? (stderr.trim() || `it ended with ${code}`));
  const inventory: unknown = JSON.parse(stdout);
  if (typeof inventory !== 'object' || inventory === null || Array.isArray(inventory))
    throw new Error('what it tells is no inventory');
  return inventory as Record<string, unknown>;
}
