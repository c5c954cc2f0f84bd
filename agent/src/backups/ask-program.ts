import { type Fault, UserError } from '@watchcase/runtime/light';
import type { CommandRequest, CommandResult, Host } from '../host/index.ts';

/** A program that ran to its end by itself; its exit code may say that it failed. */
export type ProgramAnswer = CommandResult & { code: number };

/**
 * Runs a backup tool's program for the backup at `location`. Throws a UserError when it cannot be started or does not end in time; `reasonOf` may find in what it
 * wrote to standard error until then what it was waiting for.
 */
export async function askProgram(
  host: Host,
  request: CommandRequest,
  location: string,
  reasonOf?: (stderr: string) => Fault | undefined,
): Promise<ProgramAnswer> {
  const { program, timeoutMs } = request;
  const { code, failure, ...output } = await host.run(request);
  if (code !== null && failure === null) return { code, failure, ...output };
  if (failure?.startsWith('timed out') === true) {
    throw new UserError(
      reasonOf?.(output.stderr) ?? {
        code: 'BACKUP_TOOL_TIMEOUT',
        place: location,
        message: `${program} gave no answer within ${timeoutMs / 1000} s`,
        fix: 'check that the storage answers; a large or distant repository may need a longer "timeout"',
      },
    );
  }
  throw new UserError({
    code: 'BACKUP_TOOL_MISSING',
    place: location,
    message: `${program} could not be run (${failure ?? 'it was killed'})`,
    fix: 'install it for all users, or give its full path as "program"',
  });
}
