import { type Fault, UserError } from '@watchcase/runtime/light';
import type { z } from 'zod';
import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { statusOf } from '../snapshot.ts';
import { toolFailure } from '../tool-failure.ts';
import { unknownStatus } from '../unknown-status.ts';
import type { options } from './options.ts';
import { parseInfo, type Repository } from './parse-info.ts';

type Options = z.output<typeof options>;

/** Codes of a repository that has no answer, and its code 0 and 2, which have. */
const HAS_BACKUPS = 0;
const HAS_NONE = 2;
const CHECKSUMS =
  'pgBackRest found pages of the database whose checksum is wrong when it made the newest backup';

/** Reads the repositories of a stanza by `pgbackrest info`; nothing is locked or written. */
export default defineBackupTool<typeof options>({
  name: 'pgbackrest',
  async status(settings, host, now) {
    const { stanza, repo, config, env, timeout, program } = settings;
    const args = [
      'info',
      '--output=json',
      `--stanza=${stanza}`,
      ...(config === undefined ? [] : [`--config=${config}`]),
      '--log-level-file=off',
      '--log-level-console=off',
      '--log-level-stderr=warn',
    ];
    const request = { program, args, env: revealed(env), timeoutMs: timeout };
    const { stdout } = await askTool(host, request, { place: stanza, secrets: Object.values(env) });
    const repositories = parseInfo(stdout)?.filter(({ key }) => repo === undefined || key === repo);
    if (repositories === undefined)
      throw unknownOutput(stanza, 'pgbackrest info', 'pgBackRest 2.45 and later');
    if (repositories.length === 0)
      throw new UserError({
        code: 'BACKUP_REPOSITORY_MISSING',
        place: stanza,
        message: 'pgBackRest knows no such repository',
        fix: 'check "repo" and the config of pgBackRest',
      });
    return repositories.map((one) => repositoryStatus(one, settings, now));
  },
});

function repositoryStatus(repository: Repository, settings: Options, now: number): BackupStatus {
  const { key, code, backups, bytes } = repository;
  const location = `${settings.stanza} (repo${key})`;
  if (code !== HAS_BACKUPS && code !== HAS_NONE)
    return unknownStatus(location, new UserError(faultOf(repository, location, settings)));
  try {
    const status = statusOf(location, backups, { now, bytes });
    const isDoubtful = status.copies?.newest?.complete === 'warnings';
    return isDoubtful ? { ...status, remark: CHECKSUMS } : status;
  } catch (error) {
    return unknownStatus(location, error);
  }
}

/** What is wrong stands in the message of the repository only. */
function faultOf({ code, message }: Repository, place: string, { env }: Options): Fault {
  const secrets = Object.values(env).map((secret) => secret.reveal());
  const words = /CryptoError|unable to flush|cipher|decrypt/i;
  const passwordWrong = {
    code: 'BACKUP_PASSWORD_WRONG',
    words,
    message: 'the cipher passphrase does not open the repository',
    fix: 'correct repo-cipher-pass in the config of pgBackRest or in "env"',
  };
  const missing = {
    code: 'BACKUP_REPOSITORY_MISSING',
    words: /missing stanza/i,
    message: 'the repository does not know this stanza, is not mounted, or may not be read',
    fix: 'check "stanza", that the repository is mounted, and that the user of the agent may read it',
  };
  return toolFailure(
    { program: 'pgbackrest', code, said: message },
    { place, secrets, known: [passwordWrong, missing] },
  );
}
