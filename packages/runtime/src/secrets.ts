import { inspect } from 'node:util';

/** What stands in place of a secret wherever it is printed. */
export const REDACTED = '[secret]';

/**
 * A value that never prints itself: not in a template, not in JSON, not in a log, not in an error.
 * Only `reveal()` gives it, at the one place that needs it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
