/** What a collector sees of the shards. */
export interface ShareFacts {
  /** All there are. */
  shards: number;
  /** Collectors that live, this one among them. */
  collectors: number;
  held: number;
  /** Nobody's. */
  free: number;
}

/** How many shards to take or to give back, and why. */
export interface ShareDecision {
  take: number;
  giveBack: number;
  reason: 'has-its-share' | 'shards-are-free' | 'others-have-too-few';
}

/**
 * Decides a collector's share (pure): nobody holds more than shards / collectors, rounded up, so all are held and none wanders between two. What is
 * free is taken up to that, what is too much is given back for the others to take.
 */
export function decideShare({ shards, collectors, held, free }: ShareFacts): ShareDecision {
  const fair = Math.ceil(shards / Math.max(1, collectors));
  if (held > fair) return { take: 0, giveBack: held - fair, reason: 'others-have-too-few' };
  const take = Math.min(free, fair - held);
  return { take, giveBack: 0, reason: take > 0 ? 'shards-are-free' : 'has-its-share' };
}
