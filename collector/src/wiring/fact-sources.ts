import type { CountedHost } from '../facts/index.ts';
import type { Flow } from '../flow.ts';
import type { History } from '../history/index.ts';
import type { Ingest } from '../ingest/index.ts';
import { type Observation, SYNTHETIC } from '../model/index.ts';

/** The hosts we answer for, as facts count them. */
export function countedHosts(ingest: Pick<Ingest, 'hosts'>): CountedHost[] {
  const hosts = [...ingest.hosts()].filter(({ id }) => id !== SYNTHETIC.hostId);
  return hosts.map(({ id, identity, siteId, presence, agentVersion }) => {
    const { customer, host } = identity;
    return { id, customer, site: siteId, host, presence, agentVersion };
  });
}

/** Puts readings on disk between two turns; the next one's commit makes them known to the store. */
export function putBetweenTurns(flow: Pick<Flow, 'exclusive'>, history: Pick<History, 'add' | 'write'>) {
  return (observations: readonly Observation[]): Promise<void> =>
    flow.exclusive(async () => {
      for (const one of observations) history.add(one);
      history.write(new Set(observations.map((one) => one.hostId)));
    });
}
