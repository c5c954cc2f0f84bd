import { type Clock, createSeldom, isUserError, type Log, UserError } from '@watchcase/runtime';
import { clientCertificates, type Clients, NO_CLIENTS } from './client-certificates.ts';
import type { TlsConfig } from './config.ts';
import { decideExpiry } from './decide-expiry.ts';
import { decidePace } from './decide-pace.ts';
import { followFiles } from './follow-files.ts';
import { createGuard, type Guard, type Refused } from './guard.ts';
import { type Identity, pinOf, readIdentity } from './read-identity.ts';

export { type TlsConfig, tlsConfigSchema, tlsFaults } from './config.ts';
export type { Clients } from './client-certificates.ts';
export type { Shown } from './decide-client-key.ts';
export type { Guard, Refused } from './guard.ts';
export { machineNames } from './machine-names.ts';
export { initTls, type MadeTls, renewTls } from './own-authority.ts';

/** An authority of our own: what hosts pin of it (SHA-256 of its public key, base64url), its certificate (PEM), and SHA-256 of the key that we show ourselves (base64). */
export interface Trust {
  pin: string;
  certificate: string;
  shown: string;
}

/** The collector's doors under TLS, as far as the config wants it. */
export interface Tls {
  /** Before console and API; undefined where they speak plain HTTP. */
  http: Guard | undefined;
  /** Before the embedded broker. */
  broker: Guard | undefined;
  /** Whom hosts trust that join from now on; undefined where they trust whom their machine trusts. */
  trust(): Trust | undefined;
  /** Certificates of hosts. */
  clients: Clients;
  /** What somebody has to look at, one sentence each. */
  warnings(): string[];
  /** Until when the certificate in use is good, Unix milliseconds; null without one. */
  expiresAt(): number | null;
  stop(): void;
}

/** What it needs. */
export interface TlsNeeds {
  config: {
    tls?: TlsConfig | undefined;
    broker: { kind: 'embedded' | 'external'; connectionsPerSecond?: number };
  };
  /** Somebody was turned away at a door. */
  refused(door: 'http' | 'broker', why: Refused): void;
  clock: Clock;
  log: Log;
}

const DAY_MS = 86_400_000;
const TOLD_MS = 60_000;
const MOST_SILENT = 5000;
/** To a program that speaks MQTT without TLS: not authorised (CONNACK 5), which agents tell their people. */
const PLAIN_MQTT = Buffer.from([0x20, 2, 0, 5]);
const PLAIN_HTTP = Buffer.from(
  'HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nTLS_NEEDED: use https:// here\n',
);

/** Reads the certificate and follows its files. Errors: TLS_FILE_UNREADABLE, TLS_KEY_MISMATCH, TLS_AUTHORITY_MISMATCH (UserError). */
export function openTls(needs: TlsNeeds): Tls {
  const { tls } = needs.config;
  return tls === undefined ? WITHOUT : protect(tls, needs);
}

const WITHOUT: Tls = {
  http: undefined,
  broker: undefined,
  trust: () => undefined,
  clients: NO_CLIENTS,
  warnings: () => [],
  expiresAt: () => null,
  stop: () => undefined,
};

function protect(config: TlsConfig, needs: TlsNeeds): Tls {
  const { clock, log } = needs;
  let identity = readIdentity(config);
  const clients = clientCertificates(config, () => identity);
  const guards = guardsOf(config, needs, identity);
  const files = [config.certificateFile, config.keyFile, config.authorityFile ?? []].flat();
  const unfollow = followFiles(files, clock, takeUp);
  log.info(seenOf(identity), 'TLS: certificate in use');
  let watching = clock.after(0, watch);

  /** The old pair goes on until the new one is whole and good. */
  function takeUp(settled: boolean): void {
    try {
      identity = readNewer(config, clock.now());
      for (const guard of [guards.http, guards.broker])
        guard?.show({ cert: identity.chain, key: identity.key });
      if (!settled) log.info(seenOf(identity), 'TLS: another certificate is in use from now on');
    } catch (error) {
      if (!settled) return;
      const faults = isUserError(error) ? error.faults : [];
      log.error(
        { code: 'TLS_PAIR_REFUSED', faults, ...(faults.length === 0 ? { err: error } : {}) },
        'TLS: the new certificate cannot be used; the old one goes on',
      );
    }
  }

  function watch(): void {
    watching = clock.after(DAY_MS, watch);
    for (const warning of warnings()) log.warn({ code: 'TLS_CERTIFICATE_EXPIRES' }, warning);
  }

  function warnings(): string[] {
    const { warning } = decideExpiry(identity.validTo, clock.now());
    return warning === undefined ? [] : [warning];
  }

  return {
    ...guards,
    clients,
    trust() {
      const { authority, leaf } = identity;
      if (authority === undefined) return undefined;
      const shown = Buffer.from(pinOf(leaf.publicKey), 'base64url').toString('base64');
      return { pin: pinOf(authority.publicKey), certificate: String(authority), shown };
    },
    warnings,
    expiresAt: () => identity.validTo,
    stop() {
      unfollow();
      watching.cancel();
    },
  };
}

/** A pair that takes the place of one that works must be good today. Errors: those of readIdentity, TLS_CERTIFICATE_NOT_VALID. */
function readNewer(config: TlsConfig, now: number): Identity {
  const identity = readIdentity(config);
  if (identity.validFrom <= now && now < identity.validTo) return identity;
  throw new UserError({
    code: 'TLS_CERTIFICATE_NOT_VALID',
    place: config.certificateFile,
    message: `it is good from ${identity.leaf.validFrom} to ${identity.leaf.validTo}, not now`,
    fix: 'check the clock of this machine and of the one that made the certificate',
  });
}

function guardsOf(config: TlsConfig, needs: TlsNeeds, identity: Identity): Pick<Tls, 'http' | 'broker'> {
  const { clock, log } = needs;
  const guard = (door: 'http' | 'broker', protocols: readonly string[], answer: Buffer) => {
    const isTold = createSeldom(clock, TOLD_MS);
    return createGuard({
      identity: { cert: identity.chain, key: identity.key },
      minVersion: config.minVersion,
      plain: config.plain,
      protocols,
      answer,
      pace: decidePace(door === 'broker' ? needs.config.broker.connectionsPerSecond : undefined),
      mostSilent: MOST_SILENT,
      clientAuthority:
        door === 'broker' && config.clientCertificates !== 'none' ? String(identity.authority) : undefined,
      clock,
      refused(why, from, reason) {
        needs.refused(door, why);
        // A fleet that does not trust us comes again every minute.
        if (!isTold()) return;
        log.warn(
          { code: CODES[why], door, from, reason },
          'TLS: a connection was not made; told once a minute',
        );
      },
    });
  };
  return {
    http: config.http ? guard('http', ['http/1.1'], PLAIN_HTTP) : undefined,
    broker:
      config.broker && needs.config.broker.kind === 'embedded'
        ? guard('broker', ['mqtt'], PLAIN_MQTT)
        : undefined,
  };
}

const CODES: Readonly<Record<Refused, string>> = {
  plain: 'TLS_NEEDED',
  crowded: 'TLS_CROWDED',
  handshake: 'TLS_HANDSHAKE_FAILED',
  wordless: 'TLS_NOT_TRUSTED',
};

function seenOf({ leaf, validTo }: Identity): Record<string, unknown> {
  return { subject: leaf.subject, names: leaf.subjectAltName, until: new Date(validTo).toISOString() };
}
