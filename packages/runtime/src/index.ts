export { backoffMs, type BackoffOptions } from './backoff.ts';
export { type Clock, type Timer, systemClock } from './clock.ts';
export { type ConfigSource, parseConfig, readConfigFile } from './config.ts';
export { describeFault, type Fault, isUserError, UserError } from './errors.ts';
export { createStopStack, type StopStack } from './lifecycle.ts';
export { createLog, type Log } from './log.ts';
export { createSerial, type Serial } from './serial.ts';
export { REDACTED, Secret, secretSchema } from './secrets.ts';
export { sampleConfig } from './sample-config.ts';
