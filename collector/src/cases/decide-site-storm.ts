/** What has been new at a site within a minute. */
export interface StormFacts {
  /** Hosts with a new case, those of this turn among them. */
  hosts: number;
  /** New cases. */
  cases: number;
  /** Faults of more hosts have gone into the site's case within the minute. */
  goesOn: boolean;
}

/** Whether new faults of a site are one case together, and why. */
export interface StormDecision {
  because: 'goes-on' | 'many-hosts' | 'many-cases' | 'few';
  isStorm: boolean;
}

/** So many hosts have one cause, however large the site: as many as when they go. */
const MANY_HOSTS = 10;
/** So many cases of several hosts are more than anybody looks at one by one. */
const MANY_CASES = 12;
const FEWEST_HOSTS = 3;

/** Decides whether a site's new faults are one case (pure): ten hosts within a minute, or twelve cases of three hosts at least; and what comes while that goes on. */
export function decideSiteStorm({ hosts, cases, goesOn }: StormFacts): StormDecision {
  if (goesOn) return { because: 'goes-on', isStorm: true };
  if (hosts >= MANY_HOSTS) return { because: 'many-hosts', isStorm: true };
  if (hosts >= FEWEST_HOSTS && cases >= MANY_CASES) return { because: 'many-cases', isStorm: true };
  return { because: 'few', isStorm: false };
}
