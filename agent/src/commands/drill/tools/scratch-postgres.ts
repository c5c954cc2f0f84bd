import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillPlace } from '../contract.ts';

const DEBIAN = '/usr/lib/postgresql';

/** Where PostgreSQL's programs are: as told, the newest of Debian's, or wherever PATH leads. */
export function programsIn(folder: string | undefined): (name: string) => string {
  const versions = folder === undefined && existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const [newest] = versions.toSorted((a, b) => Number(b) - Number(a));
  const place = folder ?? (newest === undefined ? undefined : join(DEBIAN, newest, 'bin'));
  return (name) => (place === undefined ? name : join(place, name));
}

/** Starts a server over a data folder that nobody but its user reaches: by a socket in the scratch folder, and nothing archived. Gives how to ask it. */
export async function scratchPostgres(
  data: string,
  place: DrillPlace,
  { programs, superuser }: { programs: (name: string) => string; superuser: string },
) {
  const socket = place.folder('socket');
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    fsync: 'off',
    archive_mode: 'off',
    hot_standby: 'on',
    ssl: 'off',
    shared_preload_libraries: '',
    hba_file: join(place.scratch, 'hba'),
  };
  await place.run({ program: 'sh', args: ['-c', `echo 'local all all trust' > hba`] });
  const env = { PGHOST: socket, PGUSER: superuser, PGDATABASE: 'postgres' };
  const query = (sql: string, database = 'postgres') =>
    place.run({
      program: programs('psql'),
      args: ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', sql],
      env,
    });
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await place.serve({ program: programs('postgres'), args: ['-D', data, ...args] }, () => query('select 1'));
  return { query, env };
}
