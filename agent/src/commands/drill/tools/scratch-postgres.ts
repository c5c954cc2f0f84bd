import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillPlace } from '../contract.ts';

const DEBIAN = '/usr/lib/postgresql';
/** Names its socket; what came back may have another. */
const PORT = '5432';

/** Where PostgreSQL's programs are: as told, the newest of Debian's, or wherever PATH leads. */
export function programsIn(folder: string | undefined): (name: string) => string {
  const versions = folder === undefined && existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const [newest] = versions.toSorted((a, b) => Number(b) - Number(a));
  const place = folder ?? (newest === undefined ? undefined : join(DEBIAN, newest, 'bin'));
  return (name) => (place === undefined ? name : join(place, name));
}

/** What a server is started with. */
interface ServerNeeds {
  programs(name: string): string;
  superuser: string;
  /** What it needs to become consistent first: settings, and variables of the programs that it calls. */
  recovery?: { settings: Readonly<Record<string, string>>; env: Readonly<Record<string, string>> };
}

/** Starts a server over a data folder that nobody but its user reaches: by a socket in the scratch folder, and nothing archived. Gives how to ask it. */
export async function scratchPostgres(
  data: string,
  place: DrillPlace,
  { programs, superuser, recovery }: ServerNeeds,
) {
  const socket = place.folder('socket');
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    port: PORT,
    fsync: 'off',
    archive_mode: 'off',
    // Else it refuses limits that are lower than those of where it is from, which may stand in a file that did not come back.
    hot_standby: 'off',
    ssl: 'off',
    shared_preload_libraries: '',
    hba_file: join(place.scratch, 'hba'),
    external_pid_file: join(place.scratch, 'pid'),
    // Of all that it says only why it ends.
    log_min_messages: 'fatal',
    log_error_verbosity: 'terse',
    ...recovery?.settings,
  };
  // Debian keeps the config elsewhere, and the server wants one.
  const files = `echo 'local all all trust' > hba; [ -e "$1/postgresql.conf" ] || : > "$1/postgresql.conf"`;
  await place.run({ program: 'sh', args: ['-c', files, 'sh', data] });
  const env = { PGHOST: socket, PGPORT: PORT, PGUSER: superuser, PGDATABASE: 'postgres' };
  const query = (sql: string, database = 'postgres') =>
    place.run({
      program: programs('psql'),
      args: ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', sql],
      env,
    });
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = { program: programs('postgres'), args: ['-D', data, ...args], env: recovery?.env ?? {} };
  await place.serve(server, () => query('select 1'));
  return { query, env };
}
