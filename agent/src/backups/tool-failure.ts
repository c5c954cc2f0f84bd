import type { Fault } from '@watchcase/runtime/light';

/** What a tool's own words mean. */
export interface KnownWords extends Required<Omit<Fault, 'place'>> {
  words: RegExp;
}

/** How a program ended. */
export interface ProgramEnd {
  program: string;
  /** null while it has not ended. */
  code: number | null;
  /** What it said of itself: standard error, or where it puts its complaints. */
  said: string;
}

/** Of a tool's own words, as many reach the operator. */
const MOST_CHARACTERS = 300;

/** What every tool's libraries say of networks, files and programs; a tool's own words go before. */
const common: readonly KnownWords[] = [
  {
    code: 'BACKUP_REPOSITORY_UNREACHABLE',
    words:
      /connection (?:refused|reset|closed|timed out)|no such host|no route to host|network is unreachable|i\/o timeout|deadline exceeded|could ?n.t resolve|could not resolve|name or service not known|timed out|could not connect/i,
    message: 'the storage of the backups cannot be reached',
    fix: 'check the address and the network from this machine',
  },
  {
    code: 'BACKUP_REPOSITORY_REFUSED',
    words:
      /permission denied|access ?denied|unauthorized|forbidden|\b40[13]\b|invalidaccesskey|signaturedoesnotmatch|signature we calculated|access key id you provided|certificate|host key verification failed|login failed|authentication failed/i,
    message: 'the storage of the backups refuses the agent',
    fix: 'check user, key and certificate, and that the user of the agent may read the files there',
  },
  {
    code: 'BACKUP_REPOSITORY_MISSING',
    words: /does not exist|no such file or directory|not found/i,
    message: 'there are no backups of this tool',
    fix: 'check the place that is named, and that the disk or share that holds it is mounted',
  },
];

/** Names what went wrong (pure); what is not known is told in the tool's own words. `secrets` are cut out of them. */
export function toolFailure(
  end: ProgramEnd,
  {
    place,
    secrets,
    known = [],
  }: { place: string; secrets: readonly string[]; known?: readonly KnownWords[] },
): Fault {
  const words = withoutSecrets(lastWords(end.said), secrets);
  const found = [...known, ...common].find((one) => one.words.test(end.said));
  if (found === undefined)
    return {
      code: 'BACKUP_TOOL_FAILED',
      place,
      message: `${end.program} ended with exit code ${end.code}: ${words === '' ? 'it did not say why' : words}`,
      fix: `run ${end.program} by hand as the user of the agent`,
    };
  const { code, message, fix } = found;
  return { code, place, message: words === '' ? message : `${message}: ${words}`, fix };
}

/** A text that holds none of the secrets. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((sofar, secret) => sofar.replaceAll(secret, '[secret]'), text);
}

function lastWords(text: string): string {
  const line = text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .join(' ');
  return line.length <= MOST_CHARACTERS ? line : `… ${line.slice(1 - MOST_CHARACTERS)}`;
}
