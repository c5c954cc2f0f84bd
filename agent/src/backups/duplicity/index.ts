import { UserError } from '@watchcase/runtime/light';
import { defineBackupTool } from '../../contract.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { locationOf } from '../location.ts';
import { statusOf } from '../snapshot.ts';
import type { KnownWords } from '../tool-failure.ts';
import type { options } from './options.ts';
import { parseStatus, type TargetStatus } from './parse-status.ts';

const known: readonly KnownWords[] = [
  {
    code: 'BACKUP_TOOL_MISSING',
    words: /no module named/i,
    message: 'a part that duplicity needs for this address is not installed',
    fix: 'install it for all users',
  },
];

/**
 * Reads a target by `duplicity collection-status` with an empty archive folder: with that of the user who makes the backups a run that was broken off looks like a
 * complete one.
 */
export default defineBackupTool<typeof options>({
  name: 'duplicity',
  async status({ target, env, timeout, program }, host, now) {
    const location = locationOf(target);
    const folder = /^file:\/\/(\/.*)$/.exec(target)?.[1];
    // duplicity makes a folder that is not there, and finds it empty.
    if (folder !== undefined && 'fault' in (await host.space(folder))) throw new UserError(missing(location));
    const { stderr } = await host.inOwnFolder((archive) => {
      const args = ['collection-status', '--archive-dir', archive, '--log-fd', '2', target];
      const request = { program, args, env: { ...revealed(env), TZ: 'UTC' }, timeoutMs: timeout };
      return askTool(host, request, { place: location, known, secrets: Object.values(env) });
    });
    const status = parseStatus(stderr);
    if (status === undefined)
      throw unknownOutput(location, 'duplicity collection-status --log-fd 2', 'duplicity 0.8.22 and later');
    return [statusOf(location, status.sets, { now, remark: remarkOn(status) })];
  },
});

function remarkOn({ incomplete, orphaned }: TargetStatus): string | undefined {
  if (incomplete + orphaned === 0) return undefined;
  return `there are ${incomplete} backup sets of runs that were broken off and ${orphaned} without the one they build on: "duplicity cleanup" removes them`;
}

function missing(place: string) {
  return {
    code: 'BACKUP_REPOSITORY_MISSING',
    place,
    message: 'the folder of the backups is not there, or its file system does not answer',
    fix: 'check that the disk or share that holds it is mounted',
  };
}
