import type { HostState } from './host-state.ts';
import type { KnownLayouts } from './layouts.ts';

/** All that ingest remembers between turns. */
export interface IngestMemory {
  hosts: Map<string, HostState>;
  layouts: KnownLayouts;
}

/** An empty one. */
export function createMemory(): IngestMemory {
  return { hosts: new Map(), layouts: new Map() };
}
