import { signal } from '@preact/signals';
import { type Route, routeOf } from '../words/route-of.ts';

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
