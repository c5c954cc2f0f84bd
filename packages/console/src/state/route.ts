import { signal } from '@preact/signals';

/** Where the reader is. */
export type Route =
  | { page: 'cases' | 'hosts' | 'add-host' | 'settings' | 'nowhere' }
  | { page: 'case'; id: number }
  | { page: 'host'; id: string };

/** Reads an address's path. Host ids have a dot, so `/hosts/new` is none. */
export function routeOf(path: string): Route {
  const [head = '', tail, ...more] = path.replace(/^\/+|\/+$/g, '').split('/');
  if (more.length > 0) return { page: 'nowhere' };
  if (head === '' || (head === 'cases' && tail === undefined)) return { page: 'cases' };
  if (head === 'cases' && tail !== undefined && /^[1-9]\d{0,14}$/.test(tail))
    return { page: 'case', id: Number(tail) };
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

/** The page shown. */
export const route = signal<Route>(routeOf(location.pathname));
/** The address's query: filters live there, so that a link shows what its sender saw. */
export const query = signal(new URLSearchParams(location.search));

function follow(): void {
  route.value = routeOf(location.pathname);
  query.value = new URLSearchParams(location.search);
}
addEventListener('popstate', follow);

/** Goes to another page of the console. */
export function go(address: string): void {
  history.pushState(null, '', address);
  follow();
  scrollTo(0, 0);
}

/** Changes one filter of this page; an empty one is left out. */
export function setQuery(name: string, value: string): void {
  const next = new URLSearchParams(query.value);
  if (value === '') next.delete(name);
  else next.set(name, value);
  const text = next.toString();
  history.replaceState(null, '', `${location.pathname}${text === '' ? '' : `?${text}`}`);
  query.value = next;
}
