import { inspect } from 'node:util';
import { z } from 'zod';

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

/**
 * Config field holding a secret: a plain string, or `env:NAME` / `file:PATH` which `parseConfig`'s
 * caller resolves before parsing (see `resolveSecretReferences` in config.ts).
 */
export const secretSchema = z
  .string()
  .min(1)
  .transform((value) => new Secret(value))
  .meta({ secret: true });
