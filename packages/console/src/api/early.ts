import { after, type Timer } from '../clock.ts';

/** What this console says of itself with each request. */
export const OWN_HEADERS = {
  accept: 'application/json',
  // Only this console sends it: the server takes it as proof that no other site asks.
  'x-watchcase': 'console',
} as const;

/** A question that was asked before its page was there. */
interface Early {
  /** Its answer, read to the end; undefined where it could not be had. */
  answer: Promise<Response | undefined>;
  forget: Timer;
}

const early = new Map<string, Early>();
/** By address: whoever asks first is the only one. Only the first of all are kept, since nothing is asked early after these. */
const asked = new Set<string>();
const MOST_ASKED = 64;
/** Nobody reads what is older. */
const LONGEST_MS = 10_000;

/** Asks now what will be read soon, by its whole address; not where it was asked already. Resolves once its answer is there, or cannot be had. */
export async function askEarly(address: string): Promise<void> {
  if (asked.has(address)) return;
  asked.add(address);
  const answer = askWhole(address).catch(() => undefined);
  early.set(address, { answer, forget: after(LONGEST_MS, () => early.delete(address)) });
  await answer;
}

async function askWhole(address: string): Promise<Response> {
  const response = await fetch(address, { headers: OWN_HEADERS, credentials: 'same-origin' });
  const { status, headers } = response;
  return new Response(await response.text(), { status, headers });
}

/** What was asked early at this address, once; undefined where nothing was, and from then on it is not asked early any more. */
export function takeEarly(address: string): Promise<Response | undefined> | undefined {
  if (asked.size < MOST_ASKED) asked.add(address);
  const one = early.get(address);
  early.delete(address);
  one?.forget.cancel();
  return one?.answer;
}
