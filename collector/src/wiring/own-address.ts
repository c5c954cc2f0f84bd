import { networkUrl } from '../http/index.ts';

/** Where this collector's console and API are. */
export interface OwnAddress {
  /** For people elsewhere: as the config says, else this machine's address in the network where it listens there, else where it listens; empty before that. */
  public(): string;
  /** The port that is listened on. */
  port(): number;
  /** It listens now. */
  opened(url: string): void;
}

/** Nothing is listened on yet. */
export function createOwnAddress(config: {
  publicUrl?: string | undefined;
  host: string;
  port: number;
  /** It speaks TLS with others. */
  secure: boolean;
}): OwnAddress {
  let own: string | undefined;
  const port = () => (own === undefined ? config.port : Number(new URL(own).port) || config.port);
  const elsewhere = () =>
    own === undefined ? '' : (networkUrl({ bound: config.host, port: port(), secure: config.secure }) ?? own);
  return {
    public: () => config.publicUrl || elsewhere(),
    port,
    opened(url) {
      own = url;
    },
  };
}
