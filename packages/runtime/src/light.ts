// What needs no library: a program that must stay small imports this and nothing else of the package.
export { backoffMs, type BackoffOptions } from './backoff.ts';
export { BoundedMap } from './bounded-map.ts';
export { type Clock, type Timer, systemClock } from './clock.ts';
export { dayStart } from './day-start.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { describeFault, type Fault, isUserError, UserError } from './errors.ts';
export { escapeHtml } from './escape-html.ts';
export { inTransaction } from './in-transaction.ts';
export { createStopStack, type StopStack } from './lifecycle.ts';
export { isZone, localTime, machineZone } from './local-time.ts';
export { trustMachineAuthorities } from './machine-authorities.ts';
export { makeFolder } from './make-folder.ts';
export { createPlainLog, type PlainLog } from './plain-log.ts';
export { safeLine, safeLines } from './safe-line.ts';
export { createSeldom } from './seldom.ts';
export { createSerial, type Serial } from './serial.ts';
export { matchesWildcards } from './wildcards.ts';
export { REDACTED, Secret } from './secrets.ts';
