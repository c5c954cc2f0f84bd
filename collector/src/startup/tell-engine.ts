import { setFlagsFromString } from 'node:v8';

/** Young objects are looked through by one thread: several of them take a fifth more processor time for it, and a collector has none to give away. */
const ONE_SCAVENGER = '--no-parallel-scavenge';
/** What is old may double before it is looked through: what hosts said last lives until they say more, and the engine's own guess has it looked through each few seconds. */
const ROOM_TO_GROW = '--heap-growing-percent=100';

/** Tells the engine how a collector lives; call once, at the start (docs/adr/0079-the-engine-knows-how-a-collector-lives.md). */
export function tellEngine(): void {
  setFlagsFromString(ONE_SCAVENGER);
  setFlagsFromString(ROOM_TO_GROW);
}
