import { formatDuration } from '@watchcase/runtime/light';
import type { CommandNeeds } from '../needs.ts';
import type { OutputTail } from '../output-tail.ts';
import { type Ending, wrapCommand } from './wrap-command.ts';

/** A line for a shell beside the command. */
export interface Hook {
  name: 'before' | 'after';
  line: string;
  env: NodeJS.ProcessEnv;
  limitMs: number;
}

/** Runs a hook. What it prints is a message: standard output is the command's alone, and so is standard input. Says what was wrong with it, if anything. */
export async function runHook(
  { name, line, env, limitMs }: Hook,
  tail: OutputTail,
  needs: CommandNeeds,
): Promise<{ ending: Ending; fault: string | undefined }> {
  const command = ['sh', '-c', 'exec </dev/null >&2; eval "$1"', 'sh', line];
  const inherited = { files: [], ignored: [] };
  const ending = await wrapCommand({ command, env, inherited, reportStdout: false, limitMs }, tail, needs);
  if (ending.exitCode === 0) return { ending, fault: undefined };
  const how = ending.isOverTime
    ? `did not end within ${formatDuration(limitMs)}`
    : `ended with exit code ${ending.exitCode}`;
  return { ending, fault: `the command ${name} it (--${name}) ${how}` };
}
