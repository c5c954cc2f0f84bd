/** What to do with a sequenced message, given how far its epoch is committed. */
export type SequenceDecision = 'next' | 'duplicate' | 'gap';

/**
 * `next` when nothing undropped is missing before it; `duplicate` when its effects are committed already; `gap` when an
 * earlier one has not come yet. A `seq` not greater than its own `after` is nonsense and counts as a duplicate.
 */
export function decideSequence(cursor: number, message: { seq: number; after: number }): SequenceDecision {
  if (message.seq <= cursor || message.seq <= message.after) return 'duplicate';
  return message.after <= cursor ? 'next' : 'gap';
}
