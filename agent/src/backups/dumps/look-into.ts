import type { SnapshotState } from '@watchcase/protocol/light';
import type { FoundFile, Host } from '../../host/index.ts';
import { askProgram, type ProgramAnswer } from '../ask-program.ts';
import { formOf, judgeTail, packerOf } from './dump-form.ts';

/** What looking needs. */
export interface LookNeeds {
  host: Host;
  /** Longest time that one program may take. */
  timeoutMs: number;
}

/** The end of what is packed, and under it how the unpacking ended. */
const UNPACKED_END = '{ "$1" -dc -- "$2"; printf "\\nexit %s\\n" "$?"; } | tail -c 4096';
const UNPACKED_BEGIN = '"$1" -dc -- "$2" 2>/dev/null | head -c 512';
const UNPACKED_RESTORE = '"$1" -dc -- "$2" | pg_restore -f /dev/null';
/** The two empty blocks at the end of a tar. */
const TAR_END = 'tail -c 1024 -- "$1" | tr -d "\\000" | wc -c';
const SHELL = 'sh';

/**
 * Looks whether a dump came to its end: its last words, or, where it is PostgreSQL's own form, by reading all of it through pg_restore. It runs as programs that can be
 * ended, since a share may hang. Throws a UserError when one is missing or takes too long.
 */
export async function lookInto(file: FoundFile, needs: LookNeeds): Promise<SnapshotState> {
  const { path } = file;
  const plainHead = (await run(['head', '-c', '512', '--', path], path, needs)).stdout;
  const packer = packerOf(plainHead);
  const head =
    packer === undefined
      ? plainHead
      : (await run([SHELL, '-c', UNPACKED_BEGIN, SHELL, packer, path], path, needs)).stdout;
  const form = formOf(path, head);
  if (form === 'custom') return wholeIf(await restore(path, packer, needs));
  if (form === 'tar' && packer === undefined)
    return (await run([SHELL, '-c', TAR_END, SHELL, path], path, needs)).stdout.trim() === '0' ? 'yes' : 'no';
  if (packer === undefined)
    return judgeTail(form, (await run(['tail', '-c', '4096', '--', path], path, needs)).stdout);
  const { stdout } = await run([SHELL, '-c', UNPACKED_END, SHELL, packer, path], path, needs);
  // gzip ends with 2 for what comes after its end, and has unpacked all.
  const isWhole = /\nexit (?:0|2)\n$/.test(stdout);
  return isWhole ? judgeTail(form, stdout) : 'no';
}

/** Of a folder, and of a file by itself, all is read; nothing is restored. */
function restore(path: string, packer: string | undefined, needs: LookNeeds): Promise<ProgramAnswer> {
  if (packer !== undefined) return run([SHELL, '-c', UNPACKED_RESTORE, SHELL, packer, path], path, needs);
  const dump = path.endsWith('/toc.dat') ? path.slice(0, path.lastIndexOf('/')) : path;
  return run(['pg_restore', '-f', '/dev/null', '--', dump], path, needs);
}

function wholeIf({ code }: ProgramAnswer): SnapshotState {
  return code === 0 ? 'yes' : 'no';
}

function run(
  [program = '', ...args]: readonly string[],
  place: string,
  needs: LookNeeds,
): Promise<ProgramAnswer> {
  const { host, timeoutMs } = needs;
  return askProgram(host, { program, args, timeoutMs }, place);
}
