/** What was kept of what the hosts said. */
export interface Kept {
  readings: number;
  events: number;
  lost: string[];
  doubled: string[];
  /** Anything else that is not as it should be. */
  strange: string[];
}
