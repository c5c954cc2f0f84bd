/** SQLite's kinds of error that come from outside: busy, locked, read-only, I/O, full, cannot open. */
const SQLITE_KINDS = new Set([5, 6, 8, 10, 13, 14]);
/** The same of PostgreSQL: connection, resources, the operator ended it, system error, ended for idling in a transaction. */
const POSTGRES_STATES = /^(?:08|53|57P|58)|^25P03$/;
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
/** What the PostgreSQL driver says, without a code, of a connection that is lost or does not come about. */
const DRIVER_WORDS =
  /^(?:connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|client was closed)/i;

/** True when a request failed because the database cannot do its work now: its disk is full or faulty, or it cannot be reached (pure). */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  // The lower byte is the kind of error, the upper ones tell it more finely.
  if (code === 'ERR_SQLITE_ERROR') return typeof errcode === 'number' && SQLITE_KINDS.has(errcode & 0xff);
  if (typeof code !== 'string') return DRIVER_WORDS.test(error.message);
  return NETWORK_CODES.has(code) || (code.length === 5 && POSTGRES_STATES.test(code));
}
