import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DrillPlace, drillTool } from '../contract.ts';
import { newestFile, unpackerOf } from './newest-file.ts';

const options = z
  .strictObject({
    file: z.string().min(1).optional().describe('A dump, or a pattern whose newest file it is'),
    folder: z
      .string()
      .min(1)
      .optional()
      .describe('A folder of mariadb-backup; it is copied before it is prepared'),
    database: z
      .string()
      .min(1)
      .default('drill')
      .describe('Database that a dump without one of its own goes to'),
  })
  .refine(
    (it) => (it.file === undefined) !== (it.folder === undefined),
    'either "file" or "folder" is to be given',
  );

/** A dump, or a folder of mariadb-backup, in a server of its own that nobody but its user reaches. */
export const mariadb = drillTool({
  options,
  async restore(it, place) {
    const data = place.folder('data');
    const snapshotAt = it.folder === undefined ? null : await prepare(it.folder, data, place);
    if (it.folder === undefined)
      await place.run({
        program: 'mariadb-install-db',
        args: [
          '--no-defaults',
          `--datadir=${data}`,
          '--auth-root-authentication-method=normal',
          '--skip-test-db',
          '--skip-log-bin',
        ],
      });
    const ask = await serve(data, place);
    const query = (sql: string, database?: string) =>
      ask(['-N', '-B', ...(database === undefined ? [] : [database]), '-e', sql]);
    if (it.file === undefined) return { folder: data, snapshotAt, query };
    const dump = await newestFile(it.file);
    await query(`create database \`${it.database.replaceAll('`', '``')}\``);
    const through = unpackerOf(dump.path);
    await ask([it.database], { input: dump.path, ...(through === undefined ? {} : { through }) });
    const ofDump = (sql: string, database?: string) => query(sql, database ?? it.database);
    return { folder: place.scratch, snapshotAt: Math.round(dump.modifiedAt), query: ofDump };
  },
});

async function prepare(folder: string, data: string, place: DrillPlace): Promise<number> {
  const { mtimeMs } = statSync(folder);
  await place.run({ program: 'cp', args: ['-R', '--', `${folder}/.`, data] });
  await place.run({
    program: 'mariadb-backup',
    args: ['--no-defaults', '--prepare', `--target-dir=${data}`],
  });
  return Math.round(mtimeMs);
}

async function serve(data: string, place: DrillPlace) {
  const socket = join(place.scratch, 'db.sock');
  const ask = (args: readonly string[], more: { input?: string; through?: readonly string[] } = {}) =>
    place.run({
      program: 'mariadb',
      args: ['--no-defaults', `--socket=${socket}`, '-u', 'root', ...args],
      ...more,
    });
  const bounds = [
    '--skip-networking',
    '--skip-grant-tables',
    '--skip-log-bin',
    '--innodb-flush-log-at-trx-commit=0',
  ];
  const files = [`--datadir=${data}`, `--socket=${socket}`, `--pid-file=${join(place.scratch, 'db.pid')}`];
  await place.serve({ program: 'mariadbd', args: ['--no-defaults', ...files, ...bounds] }, () =>
    ask(['-e', 'select 1']),
  );
  return ask;
}
