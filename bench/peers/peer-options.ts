/** What a peer is given to do. */
export interface PeerOptions {
  /** At least as many as there are seconds measured: each second another host breaches. */
  hosts: number;
  intervalMs: number;
  warmSeconds: number;
  measureSeconds: number;
}
