import { defineBackupTool } from '../../contract.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { fileStatus } from '../file-status.ts';
import { locationOf } from '../location.ts';
import type { KnownWords } from '../tool-failure.ts';
import type { options } from './options.ts';
import { fileReader } from './parse-files.ts';
import { goneMeanwhile } from './unread-times.ts';

const known: readonly KnownWords[] = [
  {
    code: 'BACKUP_REPOSITORY_REFUSED',
    words: /failed to read metadata: [^\n]*(?:forbidden|denied)/i,
    message: 'the storage lists its objects and refuses to tell when each was made',
    fix: 'let the agent read the objects, too, or set "serverTime: true", which takes the times of the list',
  },
  {
    code: 'BACKUP_TOOL_FAILED',
    words: /failed to read metadata: (?!object not found)/i,
    message: 'the storage listed its objects and did not tell when each was made',
    fix: 'run rclone by hand as the user of the agent; with "serverTime: true" the list alone is asked for',
  },
  {
    code: 'BACKUP_REPOSITORY_MISSING',
    words: /directory not found|didn't find section in config file/i,
    message: 'there is no such folder, or no such remote',
    fix: 'check "remote" and "config", and that the disk or share that holds it is mounted',
  },
  {
    code: 'BACKUP_REPOSITORY_REFUSED',
    words: /unable to authenticate|handshake failed/i,
    message: 'the storage refuses the agent',
    fix: 'check user, password and key of the remote',
  },
];

/** Reads the files of a folder, wherever rclone can reach it, by `rclone lsjson`. */
export default defineBackupTool<typeof options>({
  name: 'rclone',
  async status(settings, host, now) {
    const { remote, include, config, env, timeout, program, serverTime } = settings;
    const location = locationOf(remote);
    const args = [
      'lsjson',
      '--recursive',
      '--files-only',
      '--no-mimetype',
      // It would write a token that it has renewed.
      '--config',
      config ?? '/dev/null',
      // What it is refused it asks for ten times else.
      '--retries',
      '1',
      '--low-level-retries',
      '2',
      // What it could not read stands there alone, whatever its environment says.
      '--log-level',
      'NOTICE',
      '--log-file=',
      // With a filter an object store is asked for each folder, without one for a thousand objects at once.
      ...(include.every((one) => one === '**') ? [] : include.flatMap((one) => ['--include', one])),
      ...(serverTime ? ['--use-server-modtime'] : []),
      remote,
    ];
    const reader = fileReader();
    const request = { program, args, env: revealed(env), timeoutMs: timeout, take: reader.take };
    // Half a list is closed like a whole one, and a folder that is not there begins one: the exit code says first whether it is one.
    const { stderr } = await askTool(host, request, {
      place: location,
      known,
      secrets: Object.values(env),
      isAnswer: (answer) => answer.code === 0 && goneMeanwhile(answer.stderr) !== undefined,
    });
    const listed = reader.end();
    if (listed === undefined) throw unknownOutput(location, 'rclone lsjson', 'rclone 1.60 and later');
    const gone = goneMeanwhile(stderr);
    const files = listed.filter(({ path }) => gone?.has(path) !== true);
    const { ignore, minBytes, settle } = settings;
    return [fileStatus(location, files, { ignore, minBytes, settleMs: settle, now })];
  },
});
