/** A commit that takes longer counts as failing, milliseconds. */
const COMMIT_MS = 10_000;

/** What is known of the collector's own state. */
export interface OwnState {
  /** Milliseconds the commit under way has taken; 0 without one. */
  committingMs: number;
  /** False while commits fail. */
  commits: boolean;
  /** Messages can arrive from the broker. */
  listening: boolean;
  queue: { messages: number; ageMs: number };
  /** Of so many readings hosts send one live; 1 = all. */
  slowDown: number;
  /** What somebody has to look at soon, one sentence each. */
  warnings: string[];
}

/** Whether the collector does its job and, if not, why (pure): the answer of /readyz. */
export function decideReady({ committingMs, commits, listening, queue, slowDown, warnings }: OwnState): {
  ok: boolean;
  reasons: string[];
  warnings: string[];
  queue: { messages: number; ageSeconds: number };
  slowDown: number;
} {
  const reasons = [
    ...(committingMs > COMMIT_MS
      ? [`a commit has taken ${Math.round(committingMs / 1000)} s and is not done: check disk and database`]
      : []),
    ...(commits ? [] : ['the last commit failed and is being tried again: check disk and database']),
    ...(listening ? [] : ['the broker cannot be reached']),
  ];
  return {
    ok: reasons.length === 0,
    reasons,
    warnings,
    queue: { messages: queue.messages, ageSeconds: queue.ageMs / 1000 },
    slowDown,
  };
}
