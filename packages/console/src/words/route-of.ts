import { type RecordKind, recordKinds } from '@watchcase/api';

/** Where the reader is. */
export type Route =
  | {
      page:
        | 'cases'
        | 'new-case'
        | 'hosts'
        | 'add-host'
        | 'knowledge'
        | 'accounts'
        | 'settings'
        | 'directory'
        | 'audit'
        | 'nowhere';
    }
  | { page: 'article'; id: number }
  | { page: 'case'; id: number }
  | { page: 'host'; id: string }
  | { page: 'records' | 'new-record'; kind: RecordKind }
  | { page: 'record'; kind: RecordKind; id: string };

/** Reads an address's path. Host ids have a dot, so `/hosts/new` is none. */
export function routeOf(path: string): Route {
  const [head = '', tail, ...more] = path.replace(/^\/+|\/+$/g, '').split('/');
  if (head === 'directory' || head === 'new-record') return inDirectory(head, [tail, ...more]);
  if (more.length > 0) return { page: 'nowhere' };
  if (head === '' || (head === 'cases' && tail === undefined)) return { page: 'cases' };
  if (head === 'cases' && tail !== undefined && /^[1-9]\d{0,14}$/.test(tail))
    return { page: 'case', id: Number(tail) };
  if (head === 'cases' && tail === 'new') return { page: 'new-case' };
  if (head === 'knowledge' && tail === undefined) return { page: 'knowledge' };
  if (head === 'knowledge' && tail !== undefined && /^[1-9]\d{0,14}$/.test(tail))
    return { page: 'article', id: Number(tail) };
  if (head === 'hosts' && tail === undefined) return { page: 'hosts' };
  if (head === 'hosts' && tail === 'new') return { page: 'add-host' };
  if (head === 'hosts' && tail !== undefined) return { page: 'host', id: decoded(tail) };
  if (head === 'audit' && tail === undefined) return { page: 'audit' };
  if (head === 'accounts' && tail === undefined) return { page: 'accounts' };
  if (head === 'settings' && tail === undefined) return { page: 'settings' };
  return { page: 'nowhere' };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `/directory`, a kind of it, one record; `/new-record/KIND`. */
function inDirectory(head: string, [name, id, ...more]: (string | undefined)[]): Route {
  const kind = recordKinds.find((one) => one === name);
  if (head === 'directory' && name === undefined) return { page: 'directory' };
  if (kind === undefined || more.length > 0) return { page: 'nowhere' };
  if (head === 'new-record') return id === undefined ? { page: 'new-record', kind } : { page: 'nowhere' };
  return id === undefined ? { page: 'records', kind } : { page: 'record', kind, id: decoded(id) };
}
