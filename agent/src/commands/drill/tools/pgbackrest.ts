import { z } from 'zod';
import { drillTool } from '../contract.ts';
import { drillFailed } from '../drill-failed.ts';
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

const infoSchema = z.array(
  z.object({
    backup: z.array(z.object({ label: z.string(), timestamp: z.object({ stop: z.number() }) })).default([]),
  }),
);

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
    const own = [`--lock-path=${place.folder('lock')}`, `--spool-path=${place.folder('spool')}`];
    const run = (command: string, ...args: string[]) =>
      place.run({ program: it.program, args: [command, ...common, ...args], env });
    const infos = infoSchema.parse(JSON.parse(await run('info', '--output=json')));
    const newest = infos
      .flatMap(({ backup }) => backup)
      .toSorted((a, b) => b.timestamp.stop - a.timestamp.stop)[0];
    if (newest === undefined) throw drillFailed('pgbackrest', `stanza ${it.stanza} has no backup`);
    const data = place.folder('data');
    const to = [`--set=${newest.label}`, '--type=immediate', '--target-action=promote', `--pg1-path=${data}`];
    await run('restore', ...own, ...to, '--archive-mode=off');
    const { query } = await scratchPostgres(data, place, {
      programs: programsIn(it.binDir),
      superuser: it.superuser,
    });
    return { folder: data, snapshotAt: newest.timestamp.stop * 1000, query };
  },
});
