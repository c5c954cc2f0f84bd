import type { ReceivedRequest } from '../../test/harness/index.ts';

/** When each host's page of a new case came, and how many came more than once. What is told of a case later, as that all is well again, is left out. */
export function openedPages(received: readonly ReceivedRequest[]): {
  arrived: ReadonlyMap<string, number>;
  doubled: number;
} {
  const arrived = new Map<string, number>();
  let doubled = 0;
  for (const { at, body } of received) {
    const page = JSON.parse(body) as { reason: string; case: { host: string } };
    if (page.reason !== 'opened') continue;
    if (arrived.has(page.case.host)) doubled++;
    else arrived.set(page.case.host, at);
  }
  return { arrived, doubled };
}
