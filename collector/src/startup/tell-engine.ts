import { setFlagsFromString } from 'node:v8';

/** What is old may double before it is looked through: what waits for its turn or its commit becomes old as well, and the engine's own guess has it looked through each few seconds. */
const ROOM_TO_GROW = '--heap-growing-percent=100';

/** Tells the engine how a collector lives; call once, at the start (docs/adr/0079-the-engine-knows-how-a-collector-lives.md). */
export function tellEngine(): void {
  setFlagsFromString(ROOM_TO_GROW);
}
