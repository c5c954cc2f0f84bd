/** What probes may ask of the machine. */
export interface Host {
  readonly platform: NodeJS.Platform;
}
