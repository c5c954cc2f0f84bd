import type { z } from 'zod';
import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import type { CommandRequest, Host } from '../../host/index.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { statusOf } from '../snapshot.ts';
import type { KnownWords } from '../tool-failure.ts';
import { unknownStatus } from '../unknown-status.ts';
import type { options } from './options.ts';
import { snapshotReader, type SourceSnapshot } from './parse-snapshots.ts';

type Options = z.output<typeof options>;

const known: readonly KnownWords[] = [
  {
    code: 'BACKUP_PASSWORD_WRONG',
    words: /invalid repository password/i,
    message: 'the password does not open the repository',
    fix: 'correct "password" of this backup',
  },
  {
    code: 'BACKUP_REPOSITORY_MISSING',
    words: /repository is not connected|repository not initialized/i,
    message: 'there is no connection to a repository',
    fix: 'connect one for the agent: "kopia repository connect … --config-file PATH --readonly"',
  },
];

/** Reads the snapshots of a repository by `kopia snapshot list`, over a connection of the agent's own. */
export default defineBackupTool<typeof options>({
  name: 'kopia',
  async status(settings, host, now): Promise<BackupStatus[]> {
    const place = settings.source ?? settings.config;
    const reader = snapshotReader();
    const { take } = reader;
    await host.inOwnFolder((folder) => ask(settings, host, { place, folder, take }));
    const all = reader.end();
    if (all === undefined) throw unknownOutput(place, 'kopia snapshot list --json', 'kopia 0.13 and later');
    const sources =
      settings.source === undefined ? [...new Set(all.map(({ source }) => source))] : [settings.source];
    if (sources.length === 0) return [statusOf(settings.config, [], { now })];
    return sources.map((source) => sourceStatus(source, all, now));
  },
});

function sourceStatus(source: string, all: readonly SourceSnapshot[], now: number): BackupStatus {
  const own = all.filter((one) => one.source === source).map(({ snapshot }) => snapshot);
  try {
    return statusOf(source, own, { now });
  } catch (error) {
    return unknownStatus(source, error);
  }
}

function ask(
  settings: Options,
  host: Host,
  { place, folder, take }: { place: string; folder: string } & Required<Pick<CommandRequest, 'take'>>,
) {
  const { config, password, env, timeout, program } = settings;
  const args = ['--config-file', config, '--log-dir', folder, 'snapshot', 'list', '--all', '--json'];
  const environment = {
    ...revealed(env),
    ...(password === undefined ? {} : { KOPIA_PASSWORD: password.reveal() }),
    KOPIA_CHECK_FOR_UPDATES: 'false',
    KOPIA_PERSIST_CREDENTIALS_ON_CONNECT: 'false',
  };
  const request = { program, args, env: environment, timeoutMs: timeout, take };
  return askTool(host, request, { place, known, secrets: [password, ...Object.values(env)] });
}
