/** One thing that is wrong with what a person gave us: where, what was expected, what to do. */
export interface Fault {
  /** Stable code in SCREAMING_SNAKE_CASE, documented in docs/errors.md. */
  code: string;
  /** Where: a config path, `file:line:column`, a topic, a request field. */
  place: string;
  /** What is wrong and what was expected, one sentence. */
  message: string;
  /** What the reader can do about it; omitted when the message already says it. */
  fix?: string;
}

/** One line a person can act on. */
export function describeFault(fault: Fault): string {
  const place = fault.place === '' ? '' : `${fault.place}: `;
  const fix = fault.fix === undefined ? '' : ` - ${fault.fix}`;
  return `${fault.code} ${place}${fault.message}${fix}`;
}

/**
 * An error that a user meets: carries every fault found, each with a stable code. Programmer errors
 * stay plain `Error`s.
 */
export class UserError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: Fault | readonly Fault[]) {
    const list = Array.isArray(faults) ? (faults as readonly Fault[]) : [faults as Fault];
    super(list.map(describeFault).join('\n'));
    this.name = 'UserError';
    this.faults = list;
  }

  /** The first fault's code. */
  get code(): string {
    return this.faults[0]?.code ?? 'UNKNOWN';
  }
}

/** Tells errors that users meet from programmer errors. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof UserError;
}
