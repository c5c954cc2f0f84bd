import { type HostSquare, type PresenceState, type SitePlace, severities } from '@watchcase/api';

/** A host as the map needs it; `rank` is the position of its worst severity, null without a case. */
export interface HostOfPlace {
  id: string;
  name: string;
  presence: PresenceState;
  customerId: string;
  customerName: string;
  siteId: string;
  siteName: string | null;
  rank: number | null;
}

/** Squares of one map. */
const MOST_SQUARES = 2000;

/**
 * Hosts by customer and site, sites with the worst first (pure). Of more than a map can show, those in trouble are there before all others; every site says how many it has.
 */
export function placesOf(hosts: readonly HostOfPlace[]): SitePlace[] {
  const shown = new Set(worstFirst(hosts).slice(0, MOST_SQUARES));
  const bySite = Map.groupBy(hosts, ({ customerId, siteId }) => `${customerId} ${siteId}`);
  return [...bySite.values()]
    .map((here) => ({ worst: Math.max(...here.map(badness)), place: placeOf(here, shown) }))
    .toSorted(
      (a, b) =>
        b.worst - a.worst ||
        b.place.inTrouble - a.place.inTrouble ||
        compare(a.place.customer.name, b.place.customer.name) ||
        compare(a.place.site.name, b.place.site.name),
    )
    .map(({ place }) => place);
}

function placeOf(here: readonly HostOfPlace[], shown: ReadonlySet<HostOfPlace>): SitePlace {
  const [first] = here as [HostOfPlace];
  return {
    customer: { id: first.customerId, name: first.customerName },
    site: { id: first.siteId, name: first.siteName ?? first.siteId },
    count: here.length,
    inTrouble: here.filter((host) => badness(host) > 0).length,
    hosts: worstFirst(here.filter((host) => shown.has(host))).map(squareOf),
  };
}

function squareOf({ id, name, presence, rank }: HostOfPlace): HostSquare {
  return { id, name, presence, severity: rank === null ? null : (severities[rank] ?? null) };
}

/** Of equally bad ones by name. */
function worstFirst(hosts: readonly HostOfPlace[]): HostOfPlace[] {
  return hosts.toSorted((a, b) => badness(b) - badness(a) || compare(a.name, b.name) || compare(a.id, b.id));
}

/** 0 of a host that is well; one that is not there is worse than one with a question. */
function badness({ rank, presence }: HostOfPlace): number {
  const isAway = presence === 'offline' || presence === 'unknown';
  return Math.max(rank === null ? 0 : rank + 1, isAway ? 2 : 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
