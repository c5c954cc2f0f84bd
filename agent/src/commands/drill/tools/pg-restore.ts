import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { type DrillPlace, drillTool } from '../contract.ts';
import { drillFailed } from '../drill-failed.ts';
import { newestFile, unpackerOf } from './newest-file.ts';
import { programsIn, scratchPostgres } from './scratch-postgres.ts';

const options = z.strictObject({
  file: z.string().min(1).describe('The dump, or a pattern whose newest file it is'),
  database: z.string().min(1).default('drill').describe('Database of the scratch server that it goes to'),
  roles: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Roles that are made first: whoever owns something in the dump, or is granted something; postgres is there',
    ),
  binDir: z.string().min(1).optional().describe("Folder of PostgreSQL's programs"),
});

/** Owns most of what is dumped. */
const SUPERUSER = 'postgres';
/** "PGDMP" begins a dump in custom format; a tar archive has its mark at 257. */
const HEAD_BYTES = 512;

/** The newest of some dumps of pg_dump, brought into a server of its own. A dump in tar format is refused: damaged ones restore in part without an error. */
export const pgRestore = drillTool({
  options,
  async restore(it, place) {
    const dump = await newestFile(it.file);
    const format = formatOf(dump.path);
    if (format === 'tar')
      throw drillFailed(
        dump.path,
        'a dump in tar format can restore in part without an error: dump with --format=custom',
      );
    const programs = programsIn(it.binDir);
    const data = place.folder('data');
    await place.run({
      program: programs('initdb'),
      args: ['-D', data, '-U', SUPERUSER, '-A', 'trust', '--no-sync', '-E', 'UTF8'],
    });
    const { query, env } = await scratchPostgres(data, place, { programs, superuser: SUPERUSER });
    for (const role of it.roles.filter((one) => one !== SUPERUSER))
      await query(`create role "${role.replaceAll('"', '""')}"`);
    await query(`create database "${it.database.replaceAll('"', '""')}"`);
    await bring(place, {
      path: dump.path,
      isCustom: format === 'custom',
      database: it.database,
      env,
      programs,
    });
    return {
      folder: place.scratch,
      snapshotAt: Math.round(dump.modifiedAt),
      query: (sql, database) => query(sql, database ?? it.database),
    };
  },
});

async function bring(
  place: DrillPlace,
  of: {
    path: string;
    isCustom: boolean;
    database: string;
    env: Record<string, string>;
    programs(name: string): string;
  },
): Promise<void> {
  const { path, env, database, programs } = of;
  if (of.isCustom)
    await place.run({
      program: programs('pg_restore'),
      args: ['--exit-on-error', '-d', database],
      env,
      input: path,
    });
  else {
    const through = unpackerOf(path);
    const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', database];
    await place.run({
      program: programs('psql'),
      args,
      env,
      input: path,
      ...(through === undefined ? {} : { through }),
    });
  }
}

function formatOf(path: string): 'custom' | 'tar' | 'plain' {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, HEAD_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (head.toString('latin1', 0, 5) === 'PGDMP') return 'custom';
  return head.toString('latin1', 257, 262) === 'ustar' ? 'tar' : 'plain';
}
