import { systemClock } from '@watchcase/runtime';
import type { HttpHouse } from '../../test/harness/http-rooms.ts';

/** A question, who asks it, and how long it may take. */
export interface Asking {
  url: string;
  as: 'admin' | 'engineer' | 'customer';
  mostMs: number;
  /** So many pages are turned before it is measured. */
  page?: number;
}

/** Milliseconds that answers took. */
export interface Took {
  items: number;
  p50: number;
  p99: number;
}

/** Asks it `rounds` times, after three times that do not count. */
export async function measure(
  house: HttpHouse,
  { url, page = 0 }: Asking,
  { token, rounds }: { token: string; rounds: number },
): Promise<Took> {
  const ask = async (at: string) => {
    const before = systemClock.monotonic();
    const answer = await house.app.inject({ url: at, headers: { authorization: `Bearer ${token}` } });
    const ms = systemClock.monotonic() - before;
    if (answer.statusCode !== 200) throw new Error(`${at}: ${answer.body}`);
    return { ms, body: answer.json<{ items?: unknown[]; next?: string | null }>() };
  };
  let at = url;
  for (let turned = 0; turned < page; turned++) {
    const { next } = (await ask(at)).body;
    at = `${url}&cursor=${next ?? ''}`;
  }
  const times: number[] = [];
  let items = 0;
  for (let round = 0; round < rounds + 3; round++) {
    const { ms, body } = await ask(at);
    items = (body.items ?? []).length;
    if (round >= 3) times.push(ms);
  }
  times.sort((a, b) => a - b);
  const share = (part: number) => Math.round((times[Math.floor(times.length * part)] ?? 0) * 10) / 10;
  return { items, p50: share(0.5), p99: share(0.99) };
}
