/** Where the reader is. */
export type Route =
  | { page: 'cases' | 'new-case' | 'hosts' | 'add-host' | 'knowledge' | 'settings' | 'nowhere' }
  | { page: 'article'; id: number }
  | { page: 'case'; id: number }
  | { page: 'host'; id: string };

/** Reads an address's path. Host ids have a dot, so `/hosts/new` is none. */
export function routeOf(path: string): Route {
  const [head = '', tail, ...more] = path.replace(/^\/+|\/+$/g, '').split('/');
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
