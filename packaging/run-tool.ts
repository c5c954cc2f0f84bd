import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How a packing tool is run. */
export interface ToolCall {
  args: readonly string[];
  /** The time that whatever is written carries, in seconds since 1970. */
  sourceDate: number;
  folder?: string;
}

const run = promisify(execFile);
const MOST_BYTES = 64 * 1_048_576;

/**
 * Runs a program of this machine to its end, where no clock, language or zone of the machine can be seen in what it writes. Gives its standard output. Rejects
 * with what it said, and with the Debian package that brings it when it is missing.
 */
export async function runTool(program: keyof typeof TOOLS, call: ToolCall): Promise<string> {
  const surroundings = [`SOURCE_DATE_EPOCH=${call.sourceDate}`, 'LC_ALL=C.UTF-8', 'TZ=UTC'];
  try {
    const { stdout } = await run('env', [...surroundings, program, ...call.args], {
      cwd: call.folder,
      maxBuffer: MOST_BYTES,
    });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: number; stderr?: string };
    if (code === NOT_FOUND)
      throw new Error(`${program} is not installed; on Debian: apt-get install ${TOOLS[program]}`, {
        cause: error,
      });
    throw new Error(`${program} failed: ${stderr?.trim() ?? (error as Error).message}`, { cause: error });
  }
}

/** What env(1) ends with when there is no such program. */
const NOT_FOUND = 127;

/** Programs that pack, and the Debian package of each. */
const TOOLS = {
  'dpkg-deb': 'dpkg',
  'dpkg-query': 'dpkg',
  rpmbuild: 'rpm',
  tar: 'tar',
  git: 'git',
  npm: 'npm',
} as const;
