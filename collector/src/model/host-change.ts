/** What a person changes of a host. */
export interface HostChange {
  /** The name that people give it; null gives it back the one that the machine reports. */
  name?: string | null;
  /** The site it stands at now. */
  siteId?: string;
  /** True takes it out of service: nobody expects it any more, what it has been stays. */
  retired?: true;
  /** True takes its credential from it. */
  revoked?: true;
  /** A backup job that nobody makes any more, until it reports again. */
  retiredJob?: string;
}
