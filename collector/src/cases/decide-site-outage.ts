/** What is known of a site's hosts at the moment one of them is found gone. */
export interface SiteFacts {
  /** Hosts that are there, or were a minute ago. */
  hosts: number;
  /** Those of them that have been found gone in the last minute. */
  gone: number;
  /** Those that are not gone and yet not heard as they should be: their session ended, or a reading is overdue. */
  doubtful: number;
}

/** Whether hosts that are gone are one outage of their site, and why. */
export interface SiteDecision {
  because: 'all' | 'half' | 'many' | 'others-may-follow' | 'alone';
  /** They are one case. */
  isOutage: boolean;
}

/** Hosts gone within this time of each other may have one cause, milliseconds. */
export const TOGETHER_MS = 60_000;
const FEWEST = 3;
/** So many at once have one cause, however large the site. */
const MANY = 10;

/** Decides whether hosts that are gone are one outage of their site (pure): all of them, at least half and at least three, or ten. */
export function decideSiteOutage({ hosts, gone, doubtful }: SiteFacts): SiteDecision {
  if (gone >= 2 && gone === hosts) return { because: 'all', isOutage: true };
  if (gone >= FEWEST && gone * 2 >= hosts) return { because: 'half', isOutage: true };
  if (gone >= MANY) return { because: 'many', isOutage: true };
  return { because: doubtful > 0 ? 'others-may-follow' : 'alone', isOutage: false };
}
