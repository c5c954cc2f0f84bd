/** What one case, and one host, may amount to: beyond it all is still known of every alert, but told together. */
export const CASE_BOUNDS = {
  /** Alerts of one turn with a line of their own in a case's timeline. */
  linesAtOnce: 20,
  /** Alerts of a case whose series is kept with it. */
  evidence: 20,
  /** Unresolved cases of one host; what would open another then is one case together. */
  casesOfHost: 20,
} as const;
