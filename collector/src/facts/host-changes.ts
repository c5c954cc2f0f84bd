import { factKinds } from './catalogue.ts';
import type { CountedHost } from './count-customers.ts';
import { type Fact, factOf } from './fact.ts';

/** Remembers each host's agent, and tells which are another than before; a host seen for the first time has changed nothing. */
export function createAgentWatch(): (hosts: Iterable<CountedHost>) => Fact[] {
  const versions = new Map<string, string>();
  return (hosts) => {
    const facts: Fact[] = [];
    for (const { id, customer, site, host, agentVersion } of hosts) {
      if (agentVersion === null) continue;
      const before = versions.get(id);
      versions.set(id, agentVersion);
      if (before === undefined || before === agentVersion) continue;
      const tags = { event: 'agent-changed', version: agentVersion };
      facts.push(factOf(factKinds.hostEvents, { subject: { customer, site, host }, tags }, { hosts: 1 }));
    }
    return facts;
  };
}
