import type { HostState } from './host-state.ts';
import { answer, type Intake, refuse } from './intake.ts';
import { decideSequence } from './sequence.ts';

/**
 * Moves the host's cursor over `message` when it is the next of its epoch; otherwise answers at once where the cursor stands, as it does to the first
 * of an epoch. True when its effects are to be taken.
 */
export function advanceCursor(
  host: HostState,
  intake: Intake,
  message: { epoch: number; seq: number; after: number },
): boolean {
  host.waiting.epochs.add(message.epoch);
  const cursor = host.cursors.get(message.epoch) ?? 0;
  const decision = decideSequence(cursor, message);
  if (cursor === 0 || decision !== 'next') answer(intake, host);
  if (decision === 'next') host.cursors.set(message.epoch, message.seq);
  else {
    if (!host.cursors.has(message.epoch)) host.cursors.set(message.epoch, 0);
    refuse(intake, decision);
  }
  return decision === 'next';
}
