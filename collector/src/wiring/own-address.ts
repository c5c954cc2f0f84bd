/** Where this collector's console and API are. */
export interface OwnAddress {
  /** For people elsewhere: as the config says, else where it listens; empty before that. */
  public(): string;
  /** The port that is listened on. */
  port(): number;
  /** It listens now. */
  opened(url: string): void;
}

/** Nothing is listened on yet. */
export function createOwnAddress(config: { publicUrl?: string | undefined; port: number }): OwnAddress {
  let own: string | undefined;
  return {
    public: () => config.publicUrl || (own ?? ''),
    port: () => (own === undefined ? config.port : Number(new URL(own).port) || config.port),
    opened(url) {
      own = url;
    },
  };
}
