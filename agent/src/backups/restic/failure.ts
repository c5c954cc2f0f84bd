import type { Fault } from '@watchcase/runtime/light';
import { locationOf } from '../location.ts';
import { exitReason, lastLineAbout } from './what-restic-said.ts';

/** Of restic's own words, as many reach the operator. */
const MOST_CHARACTERS = 300;

/** How restic ended: exit code and what it wrote to standard error. */
export interface ResticEnd {
  /** null while it has not ended. */
  code: number | null;
  stderr: string;
}

interface Known extends Required<Omit<Fault, 'place'>> {
  /** restic 0.17 and later: its own exit code for this. */
  exitCode?: number;
  /** There are many reasons: restic's own words follow. */
  quoted?: true;
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
      /connection (refused|reset|closed|timed out)|no such host|no route to host|network is unreachable|i\/o timeout|deadline exceeded|could not resolve/i,
    quoted: true,
    message: 'the storage of the repository cannot be reached',
    fix: 'check the address and the network from this machine',
  },
  {
    code: 'BACKUP_REPOSITORY_REFUSED',
    words:
      /permission denied|access denied|accessdenied|unauthorized|forbidden|\b40[13]\b|invalidaccesskey|signaturedoesnotmatch|signature we calculated|access key id you provided|certificate|host key verification failed/i,
    quoted: true,
    message: 'the storage refuses the agent',
    fix: 'check user, key and certificate, and that the user of the agent may read the files of the repository',
  },
  {
    code: 'BACKUP_REPOSITORY_DAMAGED',
    words:
      /could not load snapshot|Ignoring "|invalid data returned|ciphertext verification failed|is damaged/i,
    quoted: true,
    message: 'a part of the repository cannot be read, so that its newest backup is not known',
    fix: 'run "restic check"; a damaged file is put back from another copy of the repository, or its snapshot is given up by deleting it from the folder "snapshots"',
  },
  {
    code: 'BACKUP_TOOL_MISSING',
    words: /executable file not found/i,
    quoted: true,
    message: 'a program that restic needs is not there',
    fix: 'install it for all users, or name its folder in the PATH of "env"',
  },
  {
    code: 'BACKUP_REPOSITORY_MISSING',
    exitCode: 10,
    words: /repository does not exist|is there a repository at|no such file or directory/i,
    message: 'there is no restic repository',
    fix: 'check "repository", and that the disk or share that holds it is mounted',
  },
];

/** restic itself only says that its helper has ended; the helper's own words stand before. */
const helperEnded = /unable to start the sftp session|talking HTTP to rclone/i;

const helperSilent: Omit<Known, 'words'> = {
  code: 'BACKUP_REPOSITORY_UNREACHABLE',
  quoted: true,
  message: 'the connection to the storage of the repository ended at once',
  fix: 'try "ssh" or "rclone" by hand as the user of the agent',
};

/**
 * Names what went wrong; anything not known is told in restic's own words. The repository is shown as its location, and `secrets` are cut out. With exit code 0, or none
 * yet, it is about what restic could not read.
 */
export function resticFailure(
  end: ResticEnd,
  { repository, secrets }: { repository: string; secrets: readonly string[] },
): Fault {
  const place = locationOf(repository);
  const { sentence, helper } = exitReason(end.stderr);
  const byHelper = helperEnded.test(sentence);
  const reason = (end.code ?? 0) === 0 ? lastLineAbout(end.stderr, unread) : byHelper ? helper : sentence;
  const words = shown(reason, [
    [repository, place],
    ...secrets.map((one): [string, string] => [one, '[secret]']),
  ]);
  const found =
    (byHelper ? undefined : known.find(({ exitCode }) => exitCode === end.code)) ??
    known.find((one) => one.words.test(reason)) ??
    (byHelper ? helperSilent : undefined);
  if (found === undefined)
    return {
      code: end.code === null ? 'BACKUP_TOOL_TIMEOUT' : 'BACKUP_TOOL_FAILED',
      place,
      message: `restic ${end.code === null ? 'tries again and again' : `ended with exit code ${end.code}`}: ${words || 'it did not say why'}`,
      fix: 'run "restic snapshots" by hand as the user of the agent',
    };
  const { code, message, fix, quoted } = found;
  return { code, place, message: quoted && words !== '' ? `${message}: ${words}` : message, fix };
}

/** What restic could not load it leaves out of its list, and exits with 0 all the same. */
const lost = /could not load snapshot|^Ignoring "/;

/** Whether restic says that snapshots are missing from its list. */
export function hasLost(stderr: string): boolean {
  return lastLineAbout(stderr, lost) !== '';
}

const unread = /could not load snapshot|^Ignoring "|returned error, retrying/;

/** Whether restic says that it cannot read something and will try again, which it does for long. */
export function isRetrying(stderr: string): boolean {
  return lastLineAbout(stderr, unread) !== '';
}

function shown(text: string, replaced: readonly (readonly [string, string])[]): string {
  const clean = replaced
    .filter(([secret]) => secret !== '')
    .reduce((sofar, [secret, instead]) => sofar.replaceAll(secret, instead), text);
  return clean.replaceAll(/(?<=:\/\/)[^/\s]*@/g, '').slice(0, MOST_CHARACTERS);
}
