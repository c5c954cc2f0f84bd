import type { Layout } from '@watchcase/protocol';
import type { HostState } from './host-state.ts';

/** All that ingest remembers between turns. */
export interface IngestMemory {
  hosts: Map<string, HostState>;
  layouts: Map<string, Layout>;
  /** Payloads that were found good, by layout id: hosts of one shape send the same text. */
  layoutTexts: Map<string, string>;
}

/** An empty one. */
export function createMemory(): IngestMemory {
  return { hosts: new Map(), layouts: new Map(), layoutTexts: new Map() };
}
