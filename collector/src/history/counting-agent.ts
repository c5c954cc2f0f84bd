import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Keeps one connection for one request after another, and counts how often it had to open one. */
export interface CountingAgent {
  agent: HttpAgent | HttpsAgent;
  opened(): number;
}

const ONE: AgentOptions = { keepAlive: true, maxSockets: 1 };

/** For the addresses of one scheme. */
export function createCountingAgent(url: string): CountingAgent {
  const agent = new URL(url).protocol === 'https:' ? new HttpsAgent(ONE) : new HttpAgent(ONE);
  const connect = agent.createConnection.bind(agent);
  let opened = 0;
  agent.createConnection = (...args: Parameters<typeof connect>) => {
    opened++;
    return connect(...args);
  };
  return { agent, opened: () => opened };
}
