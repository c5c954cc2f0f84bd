import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChaosHouse } from './chaos-house.ts';
import type { RealAgent } from './real-agents.ts';

/** Copies what both collectors and the real agents have on disk, and `facts` beside it; gives the folder. Everything must have ended. */
export function keepEvidence(
  { calm, disturbed }: { calm: ChaosHouse; disturbed: ChaosHouse },
  agents: readonly RealAgent[],
  facts: unknown,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchcase-chaos-'));
  cpSync(calm.collector.data, join(folder, 'calm'), { recursive: true });
  cpSync(disturbed.collector.data, join(folder, 'disturbed'), { recursive: true });
  for (const { agent, hostId } of agents) cpSync(agent.state, join(folder, hostId), { recursive: true });
  writeFileSync(join(folder, 'facts.json'), JSON.stringify(facts));
  writeFileSync(join(folder, 'collector.log'), disturbed.collector.output());
  return folder;
}
