import type { KnownWords } from '../tool-failure.ts';

/** What borg's own words mean. */
export const known: readonly KnownWords[] = [
  {
    code: 'BACKUP_PASSWORD_WRONG',
    words: /passphrase supplied in .* is incorrect/i,
    message: 'the passphrase does not open the repository',
    fix: 'correct "passphrase" or "passphraseFile" of this backup',
  },
  {
    code: 'BACKUP_PASSWORD_MISSING',
    words:
      /can not acquire a passphrase|passphrase.*could not be|no key file|key file for repository .* not found/i,
    message: 'the passphrase or the key of the repository is missing',
    fix: 'give "passphrase" or "passphraseFile", and BORG_KEY_FILE in "env" where the key is kept in a file',
  },
  {
    code: 'BACKUP_REPOSITORY_LOCKED',
    words: /failed to create\/acquire the lock/i,
    message: 'the repository, or the cache in "baseFolder", is locked by another run of borg',
    fix: 'let nobody else use "baseFolder"; the agent itself takes no lock of the repository',
  },
  {
    code: 'BACKUP_REPOSITORY_DAMAGED',
    words: /integrity error|data integrity|manifest.*(?:not found|missing|corrupt)|inconsistency/i,
    message: 'a part of the repository cannot be read, so that its newest backup is not known',
    fix: 'run "borg check"',
  },
  {
    code: 'BACKUP_REPOSITORY_MISSING',
    words: /repository .* does not exist|is not a valid repository|no such file or directory/i,
    message: 'there is no borg repository',
    fix: 'check "repository", and that the disk or share that holds it is mounted',
  },
  {
    code: 'BACKUP_REPOSITORY_UNREACHABLE',
    words: /connection closed by remote host|ssh: /i,
    message: 'the storage of the repository cannot be reached',
    fix: 'try "ssh" by hand as the user of the agent',
  },
];
