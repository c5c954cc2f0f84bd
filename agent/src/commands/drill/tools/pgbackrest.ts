import { z } from 'zod';
import { parseInfo } from '../../../backups/pgbackrest/parse-info.ts';
import { drillTool } from '../contract.ts';
import { newestSnapshot } from './newest-snapshot.ts';
import { envSchema, revealed } from './secret-env.ts';
import { programsIn, scratchPostgres } from './scratch-postgres.ts';

const options = z.strictObject({
  stanza: z.string().min(1),
  config: z.string().min(1).optional().describe("pgBackRest's own config file, with the repository"),
  repo: z.int().min(1).optional().describe('Only this repository'),
  env: envSchema,
  superuser: z.string().min(1).default('postgres').describe('Role of the cluster that may ask everything'),
  binDir: z.string().min(1).optional().describe("Folder of PostgreSQL's programs"),
  program: z.string().min(1).default('pgbackrest'),
});

/** The newest backup of a stanza, brought up to where it is consistent, in a server of its own that archives nothing. */
export const pgBackRest = drillTool({
  options,
  async restore(it, place) {
    const env = revealed(it.env);
    const common = [
      `--stanza=${it.stanza}`,
      ...(it.config === undefined ? [] : [`--config=${it.config}`]),
      ...(it.repo === undefined ? [] : [`--repo=${it.repo}`]),
      '--log-level-file=off',
    ];
    const run = (command: string, ...args: string[]) =>
      place.run({ program: it.program, args: [command, ...common, ...args], env });
    const repositories = parseInfo(await run('info', '--output=json'));
    const listed = repositories?.flatMap(({ backups }) => backups);
    const { id, at } = newestSnapshot('pgbackrest', listed, place.now());
    const data = place.folder('data');
    const own = [`--lock-path=${place.folder('lock')}`, `--pg1-path=${data}`];
    const to = [`--set=${id}`, '--type=immediate', '--target-action=promote'];
    await run('restore', ...own, ...to, '--archive-mode=off');
    // One by one, and nothing of it in the spool of the server that is backed up.
    const get = [it.program, ...common, ...own, '--no-archive-async', 'archive-get', '%f'].map(inShell);
    const { query } = await scratchPostgres(data, place, {
      programs: programsIn(it.binDir),
      superuser: it.superuser,
      recovery: { settings: { restore_command: `${get.join(' ')} "%p"` }, env },
    });
    return { folder: data, snapshotAt: at, query };
  },
});

function inShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
