const MINUTE_MS = 60_000;
/** An idle page may read so much in a minute. */
const BYTES_A_MINUTE = 15_000;
/** What an answer costs on the line, packed, and each host in it. */
const ANSWER_BYTES = 400;
const HOST_BYTES = 100;
const [SHORTEST_MS, LONGEST_MS] = [3000, 30_000];

/** How long a list of so many hosts, all of which report, rests between two readings (pure). */
export function listRestMs(hosts: number): number {
  const bytes = ANSWER_BYTES + HOST_BYTES * hosts;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.round((bytes * MINUTE_MS) / BYTES_A_MINUTE)));
}
