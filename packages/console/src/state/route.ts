import { signal } from '@preact/signals';
import { after, type Timer } from '../clock.ts';
import { type Route, routeOf } from '../words/route-of.ts';

/** The page shown. */
export const route = signal<Route>(routeOf(location.pathname));
/** The address's query: filters live there, so that a link shows what its sender saw. */
export const query = signal(new URLSearchParams(location.search));

/** What the browser keeps with each address that was visited. */
interface Visit {
  /** How far down it was read, pixels. */
  scroll?: number;
  /** The address from which it was reached. */
  from?: string;
}

/** How each page was left, by its path: its whole address, and how far down it was read. */
const left = new Map<string, { address: string; scroll: number }>();

// What a list shows comes after the page: the browser would go to a place that is not there yet.
history.scrollRestoration = 'manual';

function visit(): Visit {
  return (history.state ?? {}) as Visit;
}

function here(): string {
  return location.pathname + location.search;
}

function follow(): void {
  route.value = routeOf(location.pathname);
  query.value = new URLSearchParams(location.search);
}

function keepPlace(): void {
  history.replaceState({ ...visit(), scroll: scrollY } satisfies Visit, '');
  left.set(location.pathname, { address: here(), scroll: scrollY });
}

/** Browsers refuse to be told at every pixel. */
const SCROLLED_MS = 200;
let scrolled: Timer | undefined;
addEventListener('scroll', () => {
  scrolled?.cancel();
  scrolled = after(SCROLLED_MS, keepPlace);
});
addEventListener('popstate', () => {
  scrolled?.cancel();
  follow();
  returnTo(visit().scroll ?? 0);
});
returnTo(visit().scroll ?? 0);

const LOOK_MS = 50;
const LONGEST_LOOKS = 60;

/** Goes down to where the reader was as soon as so much is there, unless they go elsewhere themselves meanwhile. */
function returnTo(place: number): void {
  let looks = 0;
  const stop = new AbortController();
  for (const kind of ['wheel', 'touchmove', 'keydown'])
    addEventListener(kind, () => stop.abort(), { signal: stop.signal, passive: true });
  function look(): void {
    if (stop.signal.aborted) return;
    scrollTo(0, place);
    looks++;
    if (Math.abs(scrollY - place) <= 1 || looks > LONGEST_LOOKS) stop.abort();
    else after(LOOK_MS, look);
  }
  look();
}

/** Goes to another page of the console. */
export function go(address: string): void {
  scrolled?.cancel();
  keepPlace();
  history.pushState({ from: here() } satisfies Visit, '', address);
  follow();
  scrollTo(0, 0);
}

/** The address of a page as it was left, filters and all; the page itself where nobody was there. */
export function leftAt(path: string): string {
  return left.get(path)?.address ?? path;
}

/** Goes back to a page as it was left. */
export function goBack(path: string): void {
  const address = leftAt(path);
  if (visit().from === address) {
    history.back();
    return;
  }
  const place = left.get(path)?.scroll ?? 0;
  go(address);
  returnTo(place);
}

/** Changes some of what this page's address says; an empty text is left out. With `anew` the browser's way back leads to what it said before. */
export function setQueries(changes: Readonly<Record<string, string>>, anew = false): void {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(changes))
    if (value === '') next.delete(name);
    else next.set(name, value);
  const text = next.toString();
  const address = `${location.pathname}${text === '' ? '' : `?${text}`}`;
  if (anew) {
    keepPlace();
    history.pushState({ from: visit().from, scroll: scrollY }, '', address);
  } else history.replaceState(history.state, '', address);
  query.value = next;
}

/** Changes one filter of this page; an empty one is left out. */
export function setQuery(name: string, value: string): void {
  setQueries({ [name]: value });
}
