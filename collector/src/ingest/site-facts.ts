import { siteKey } from '../model/index.ts';
import type { HostState } from './host-state.ts';
import { beatMs } from './presence.ts';

/** A host that has been silent for this many of its intervals may be going: half of what ends its presence. */
const OVERDUE_INTERVALS = 1.5;

/** How the hosts of a site stand. */
export interface SiteFacts {
  hosts: number;
  gone: number;
  doubtful: number;
}

/**
 * Counts the hosts of each site at `now`, by its `siteKey`: those that were there within the last `togetherMs`, how many of them have gone since, and how many more may be going.
 * Hosts that had gone before, or were never heard, do not count.
 */
export function siteFacts(
  hosts: Iterable<HostState>,
  { now, togetherMs }: { now: number; togetherMs: number },
): ReadonlyMap<string, SiteFacts> {
  const sites = new Map<string, SiteFacts>();
  for (const host of hosts) {
    if (host.presence === 'never') continue;
    const name = siteKey(host);
    const facts = sites.get(name) ?? { hosts: 0, gone: 0, doubtful: 0 };
    sites.set(name, facts);
    const isGone = host.presence === 'offline';
    if (isGone && now - host.presenceSince > togetherMs) continue;
    facts.hosts++;
    if (isGone) facts.gone++;
    else if (isDoubtful(host, now)) facts.doubtful++;
  }
  return sites;
}

function isDoubtful(host: HostState, now: number): boolean {
  return host.sessionEndedAt !== null || now - (host.lastHeardAt ?? now) > OVERDUE_INTERVALS * beatMs(host);
}
