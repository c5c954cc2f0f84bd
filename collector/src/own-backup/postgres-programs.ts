import { spawn } from 'node:child_process';
import { UserError } from '@watchcase/runtime';

/** What a program is told: of the environment only what it needs, so that no secret of ours goes along. */
export type ProgramEnv = Readonly<Record<string, string | undefined>>;

const LAST_WORDS = 600;

/** Writes the whole database to a file, as it is at one moment, while others work on it. Errors: BACKUP_PROGRAM_FAILED. */
export function dumpPostgres(url: string, file: string, env: ProgramEnv): Promise<void> {
  const form = ['--format=custom', '--no-owner', '--no-privileges', '--no-password'];
  return run('pg_dump', [...form, '--file', file], { url, env });
}

/** Puts a dump into an empty database, all or nothing. Errors: BACKUP_PROGRAM_FAILED. */
export function restorePostgres(url: string, file: string, env: ProgramEnv): Promise<void> {
  const form = ['--exit-on-error', '--single-transaction', '--no-owner', '--no-privileges', '--no-password'];
  return run('pg_restore', [...form, file], { url, env });
}

/** Looks whether a dump can be read to its end. Errors: BACKUP_PROGRAM_FAILED. */
export function checkDump(file: string, env: ProgramEnv): Promise<void> {
  return run('pg_restore', ['--file=/dev/null', file], { url: undefined, env });
}

/** The password goes by the environment, which is its user's alone; what stands in the command line everybody on the machine can read. */
function run(
  program: string,
  args: readonly string[],
  { url, env }: { url: string | undefined; env: ProgramEnv },
): Promise<void> {
  const { address, password } =
    url === undefined ? { address: undefined, password: '' } : withoutPassword(url);
  const child = spawn(program, address === undefined ? args : ['--dbname', address, ...args], {
    env: { PATH: env['PATH'], HOME: env['HOME'], ...(password === '' ? {} : { PGPASSWORD: password }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-LAST_WORDS);
  });
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(failed(program, error.code === 'ENOENT' ? 'it is not installed' : error.message)),
    );
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(failed(program, said.trim().split('\n').join('; ') || `it ended with ${code ?? signal}`));
    });
  });
}

/** The address of a database without its password, and the password. */
export function withoutPassword(url: string): { address: string; password: string } {
  const address = new URL(url);
  const password = decodeURIComponent(address.password) || (address.searchParams.get('password') ?? '');
  address.password = '';
  address.searchParams.delete('password');
  return { address: address.href, password };
}

function failed(program: string, message: string): UserError {
  return new UserError({
    code: 'BACKUP_PROGRAM_FAILED',
    place: program,
    message,
    fix:
      program === 'pg_dump'
        ? 'install the PostgreSQL client of the server’s version or later, and check store.url'
        : 'the database must be empty, its user may make tables in it, and the client not be older than the dump',
  });
}
