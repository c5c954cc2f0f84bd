import { type RecordKind, recordKinds } from '@watchcase/api';

/** Where the reader is. */
export type Route =
  | {
      page:
        | 'start'
        | 'overview'
        | 'cases'
        | 'new-case'
        | 'follow-ups'
        | 'hosts'
        | 'backups'
        | 'add-host'
        | 'knowledge'
        | 'figures'
        | 'figure-cases'
        | 'accounts'
        | 'channels'
        | 'rollouts'
        | 'oncall'
        | 'settings'
        | 'directory'
        | 'audit'
        | 'nowhere';
    }
  | { page: 'article' | 'case'; id: number }
  | { page: 'host'; id: string }
  | { page: 'backup-job'; id: string; job: string }
  | { page: 'records' | 'new-record'; kind: RecordKind }
  | { page: 'record'; kind: RecordKind; id: string };

/**
 * Every page and its address, the one list of them. `:number`, `:id` and `:job` stand for which one it is, `:kind` for a kind of the directory's records; of two that fit,
 * the first is meant.
 */
export const addresses: Readonly<Record<Exclude<Route['page'], 'nowhere'>, string>> = {
  start: '/',
  overview: '/overview',
  cases: '/cases',
  'new-case': '/cases/new',
  'follow-ups': '/cases/follow-ups',
  case: '/cases/:number',
  knowledge: '/knowledge',
  article: '/knowledge/:number',
  hosts: '/hosts',
  // Host ids have a dot: this is none.
  'add-host': '/hosts/new',
  host: '/hosts/:id',
  backups: '/backups',
  'backup-job': '/backups/:id/:job',
  directory: '/directory',
  records: '/directory/:kind',
  record: '/directory/:kind/:id',
  'new-record': '/new-record/:kind',
  figures: '/figures',
  'figure-cases': '/figures/cases',
  audit: '/audit',
  oncall: '/oncall',
  accounts: '/accounts',
  channels: '/channels',
  rollouts: '/rollouts',
  settings: '/settings',
};

/** Reads an address's path. */
export function routeOf(path: string): Route {
  const parts = partsOf(path);
  for (const [page, address] of Object.entries(addresses)) {
    const found = matched(partsOf(address), parts);
    if (found !== undefined) return { page, ...found } as Route;
  }
  return { page: 'nowhere' };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** What stands in the places of an address; undefined where a path is not of that form. */
function matched(form: readonly string[], parts: readonly string[]): object | undefined {
  if (form.length !== parts.length) return undefined;
  const found = {};
  for (const [at, name] of form.entries()) {
    const part = parts[at] ?? '';
    const one = name.startsWith(':') ? places[name]?.(part) : name === part ? {} : undefined;
    if (one === undefined) return undefined;
    Object.assign(found, one);
  }
  return found;
}

const places: Readonly<Record<string, (part: string) => object | undefined>> = {
  ':number': (part) => (/^[1-9]\d{0,14}$/.test(part) ? { id: Number(part) } : undefined),
  ':id': (part) => ({ id: decoded(part) }),
  ':job': (part) => ({ job: decoded(part) }),
  ':kind': (part) => {
    const kind = recordKinds.find((one) => one === part);
    return kind === undefined ? undefined : { kind };
  },
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
