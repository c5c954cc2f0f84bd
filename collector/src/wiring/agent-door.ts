import type { BrokerConfig } from '../broker/index.ts';
import type { AgentDoor } from '../http/index.ts';

/** Where agents connect; `port` is the embedded broker's, null while it has none, `secure` where it speaks TLS. */
export function agentDoorOf(config: BrokerConfig, port: number | null, secure: boolean): AgentDoor {
  if (config.kind === 'external') return { kind: 'external', url: config.agentUrl ?? config.url };
  const { host: bound, publicHost } = config;
  return { kind: 'embedded', bound, port: port ?? config.port, publicHost, secure };
}
