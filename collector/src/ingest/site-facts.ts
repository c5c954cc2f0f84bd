import type { HostState } from './host-state.ts';
import { beatMs } from './presence.ts';

/** A host that has been silent for this many of its intervals may be going: half of what ends its presence. */
const OVERDUE_INTERVALS = 1.5;

/**
 * Counts the hosts of a site at `now`: those that were there within the last `togetherMs`, how many of them have gone since, and how many more may be going.
 * Hosts that had gone before, or were never heard, do not count.
 */
export function siteFacts(
  hosts: Iterable<HostState>,
  site: { customerId: string; siteId: string },
  { now, togetherMs }: { now: number; togetherMs: number },
): { hosts: number; gone: number; doubtful: number } {
  const facts = { hosts: 0, gone: 0, doubtful: 0 };
  for (const host of hosts) {
    if (host.siteId !== site.siteId || host.customerId !== site.customerId) continue;
    if (host.presence === 'never') continue;
    const isGone = host.presence === 'offline';
    if (isGone && now - host.presenceSince > togetherMs) continue;
    facts.hosts++;
    if (isGone) facts.gone++;
    else if (isDoubtful(host, now)) facts.doubtful++;
  }
  return facts;
}

function isDoubtful(host: HostState, now: number): boolean {
  return host.sessionEndedAt !== null || now - (host.lastHeardAt ?? now) > OVERDUE_INTERVALS * beatMs(host);
}
