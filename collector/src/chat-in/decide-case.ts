/** Where a case can be named, as far as it is. */
export interface CaseNamed {
  /** Beside the command itself. */
  inWords: number | undefined;
  /** In the message that is answered. */
  inAnswered: readonly number[];
  /** Unresolved cases that the person was paged for. */
  paged: readonly number[];
}

/** Which case is meant, or why that cannot be said; `among`: those it could be. */
export type CaseMeant =
  | { is: 'clear'; caseId: number; because: 'words' | 'answered' | 'only-one' }
  | { is: 'unclear'; because: 'contradiction' | 'several' | 'none'; among: readonly number[] };

/**
 * Which case somebody means (pure): the one they name; else that of the message they answer; else the only one they were paged for. Whoever names another one than
 * the message they answer is asked again: one of the two is a slip.
 */
export function decideCase({ inWords, inAnswered, paged }: CaseNamed): CaseMeant {
  if (inWords !== undefined) {
    if (inAnswered.length === 0 || inAnswered.includes(inWords))
      return { is: 'clear', caseId: inWords, because: 'words' };
    return { is: 'unclear', because: 'contradiction', among: [inWords, ...inAnswered] };
  }
  const [candidates, because] =
    inAnswered.length > 0 ? ([inAnswered, 'answered'] as const) : ([paged, 'only-one'] as const);
  const [first, ...others] = candidates;
  if (first === undefined) return { is: 'unclear', because: 'none', among: [] };
  if (others.length > 0) return { is: 'unclear', because: 'several', among: candidates };
  return { is: 'clear', caseId: first, because };
}
