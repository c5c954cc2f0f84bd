import type { Fault } from '@watchcase/runtime/light';

/** Of restic's own words, as many reach the operator. */
const MOST_CHARACTERS = 300;

/** How restic ended: exit code and what it wrote to standard error. */
export interface ResticEnd {
  code: number;
  stderr: string;
}

interface Known extends Required<Omit<Fault, 'place'>> {
  /** restic 0.17 and later: its own exit code for this. */
  exitCode?: number;
  words: RegExp;
}

/** In this order: restic adds "is there a repository" to whatever keeps it from opening one. */
const known: readonly Known[] = [
  {
    code: 'BACKUP_PASSWORD_WRONG',
    exitCode: 12,
    words: /wrong password or no key found/i,
    message: 'the password does not open the repository',
    fix: 'correct "password" or "passwordFile" of this backup',
  },
  {
    code: 'BACKUP_PASSWORD_MISSING',
    words: /resolving password failed|empty password/i,
    message: 'the password cannot be read',
    fix: 'check that "passwordFile" is there, is not empty and that the agent may read it',
  },
  {
    code: 'BACKUP_REPOSITORY_LOCKED',
    exitCode: 11,
    words: /already locked|unable to create lock/i,
    message: 'the repository is locked by another run of restic',
    fix: 'wait until that run ends; when none is under way, remove the lock by "restic unlock"',
  },
  {
    code: 'BACKUP_REPOSITORY_UNREACHABLE',
    words:
      /connection refused|connection reset|no such host|no route to host|network is unreachable|i\/o timeout|deadline exceeded|could not resolve/i,
    message: 'the storage of the repository cannot be reached',
    fix: 'check the address and the network from this machine',
  },
  {
    code: 'BACKUP_REPOSITORY_REFUSED',
    words:
      /permission denied|access denied|accessdenied|unauthorized|forbidden|\b40[13]\b|invalidaccesskey|signaturedoesnotmatch|certificate/i,
    message: 'the storage refuses the agent',
    fix: 'check user, key and certificate, and that the user of the agent may read the files of the repository',
  },
  {
    code: 'BACKUP_REPOSITORY_MISSING',
    exitCode: 10,
    words: /repository does not exist|is there a repository at|no such file or directory/i,
    message: 'there is no restic repository',
    fix: 'check "repository", and that the disk or share that holds it is mounted',
  },
];

/** Names what went wrong; anything not known is told in restic's own words, with `secrets` cut out. */
export function resticFailure(end: ResticEnd, place: string, secrets: readonly string[]): Fault {
  const said = sentenceOf(end.stderr);
  const found =
    known.find(({ exitCode }) => exitCode === end.code) ?? known.find(({ words }) => words.test(said));
  if (found !== undefined) return { code: found.code, place, message: found.message, fix: found.fix };
  const words = withoutSecrets(said, secrets).slice(0, MOST_CHARACTERS);
  return {
    code: 'BACKUP_TOOL_FAILED',
    place,
    message: `restic ended with exit code ${end.code}: ${words || 'it did not say why'}`,
    fix: 'run "restic snapshots" by hand as the user of the agent',
  };
}

/** From the line that says why it ended (JSON in restic 0.17 and later, before it `Fatal: …`) to the end; without such a line, everything. */
function sentenceOf(stderr: string): string {
  const lines = stderr.split('\n').map((line) => exitMessageOf(line) ?? line.trim());
  const fatal = lines.findIndex((line) => line.startsWith('Fatal:'));
  return lines
    .slice(Math.max(0, fatal))
    .filter((line) => line !== '')
    .join(' ')
    .replace(/^Fatal: /, '');
}

function exitMessageOf(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { message_type: type, message } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return type === 'exit_error' && typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
}
