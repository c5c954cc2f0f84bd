import { randomBytes } from 'node:crypto';
import type { Clock } from '@watchcase/runtime';
import { openBrokerLink } from './broker-link.ts';
import type { BrokerConfig } from './config.ts';

/** A connection by which messages reach the broker from outside, as those of agents do. */
export interface AgentLine {
  /** At QoS 0. */
  publish(topic: string, payload: string): void;
  end(): void;
}

/**
 * Connects to the broker from outside: to our own as the user given, to an external one as the collector, which may publish all topics there. Of several brokers `turn`
 * says which is meant, the first for 0. Rejects with why that is not possible, after ten seconds at most.
 */
export function connectAsAgent(
  config: BrokerConfig,
  as: { username: string; password: string; port: number | null; turn: number },
  clock: Clock,
): Promise<AgentLine> {
  const { promise, resolve, reject } = Promise.withResolvers<AgentLine>();
  const link = openBrokerLink({
    ...doorOf(config, as),
    clientId: `watchcase-synthetic-${randomBytes(8).toString('hex')}`,
    clock,
    onOpen: () => resolve({ publish: link.publish, end: link.end }),
    onMessage: () => true,
    onFault: () => undefined,
    onClosed: (reason) => reject(new Error(reason)),
  });
  return promise;
}

function doorOf(
  config: BrokerConfig,
  {
    username,
    password,
    port,
    turn,
  }: { username: string; password: string; port: number | null; turn: number },
): { url: string; username: string; password: string } {
  if (config.kind === 'embedded')
    return { url: `mqtt://${reachable(config.host)}:${port ?? config.port}`, username, password };
  const urls = [config.url, ...config.others.map(({ url }) => url)];
  const url = urls[turn % urls.length] ?? config.url;
  return { url, username: config.username, password: config.password.reveal() };
}

/** An address to connect to for one to listen on. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
