import { safeLine } from './safe-line.ts';
import { SECRET_FIELDS } from './secret-fields.ts';
import { type DestinationStream, type Logger, pino } from 'pino';
import { writeToStandardError } from './write-to-standard-error.ts';

/** Structured log; see createLog. */
export type Log = Logger;

/**
 * JSON lines to `destination` (standard error by default; standard output belongs to commands' answers). Fields whose names say they hold
 * secrets are cut out at any of the first two levels.
 */
export function createLog(name: string, level: string, destination?: DestinationStream): Log {
  return pino(
    {
      name,
      level,
      base: { name },
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
        censor: '[secret]',
      },
      // What a host said is shown by terminals and journals as it stands.
      hooks: { streamWrite: (line) => `${safeLine(line.trimEnd())}\n` },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination ?? { write: writeToStandardError },
  );
}
