/** What tells that two agents use one credential, as on a machine that was cloned with it. */
export interface CloneSigns {
  count: number;
  lastAt: number;
  /** Sequences that were live, oldest first. */
  epochs: number[];
}

/** None. */
export function noSigns(): CloneSigns {
  return { count: 0, lastAt: 0, epochs: [] };
}
