import { errorFields } from './error-fields.ts';
import { safeLine } from './safe-line.ts';
import { isSecretField } from './secret-fields.ts';
import { REDACTED } from './secrets.ts';
import { writeToStandardError } from './write-to-standard-error.ts';

/** Writes one line: what is known, in fields, then a sentence. */
interface WriteLine {
  (fields: object, message?: string): void;
  (message: string): void;
}

/** A log without a library; see createPlainLog. pino's own logger is one, too. */
export interface PlainLog {
  /** What is below it is left out: `debug`, `info`, `warn`, `error`; `silent` leaves out everything. */
  level: string;
  debug: WriteLine;
  info: WriteLine;
  warn: WriteLine;
  error: WriteLine;
}

const LEVELS = { debug: 20, info: 30, warn: 40, error: 50 } as const;
const NOTHING = Number.POSITIVE_INFINITY;

/**
 * JSON lines as createLog writes them (a test compares the two), to `write` or to standard error, for a program in which pino would be a large part
 * of the whole. `now` is asked for each line's time.
 */
export function createPlainLog(
  name: string,
  level: string,
  { write = writeToStandardError, now }: { write?: (line: string) => void; now: () => number },
): PlainLog {
  let least = numberOf(level);
  const at =
    (number: number): WriteLine =>
    (first: object | string, message?: string) => {
      if (number < least) return;
      const fields = typeof first === 'string' ? {} : first;
      const head = { level: number, time: new Date(now()).toISOString(), name };
      const text = typeof first === 'string' ? first : message;
      write(lineOf({ ...head, ...fieldsOf(fields), ...(text === undefined ? {} : { msg: text }) }));
    };
  return {
    get level() {
      return level;
    },
    set level(next) {
      level = next;
      least = numberOf(next);
    },
    debug: at(LEVELS.debug),
    info: at(LEVELS.info),
    warn: at(LEVELS.warn),
    error: at(LEVELS.error),
  };
}

function numberOf(level: string): number {
  return Object.hasOwn(LEVELS, level) ? LEVELS[level as keyof typeof LEVELS] : NOTHING;
}

/** Fields of the first two levels whose names say that they hold secrets are cut out; an error is told by its fields. */
function fieldsOf(fields: object): object {
  const entries = Object.entries(fields).map(([key, value]: [string, unknown]) => {
    if (isSecretField(key)) return [key, REDACTED];
    if (key === 'err' && value instanceof Error) return [key, withoutSecrets(errorFields(value))];
    return [key, isPlain(value) ? withoutSecrets(value) : value];
  });
  return Object.fromEntries(entries) as object;
}

function withoutSecrets(value: object): object {
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    isSecretField(key) ? REDACTED : item,
  ]);
  return Object.fromEntries(entries) as object;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** What cannot be written, such as a value that holds itself, must not keep the rest of the line from being written. */
function lineOf(line: Readonly<Record<string, unknown>>): string {
  try {
    return `${safeLine(JSON.stringify(line))}\n`;
  } catch {
    const texts = Object.entries(line).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? '[unwritable]' : value,
    ]);
    const text = JSON.stringify(Object.fromEntries(texts), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    return `${safeLine(text)}\n`;
  }
}
