import { z } from 'zod';

/** Last millisecond of the year 9999: what comes later is no time anybody can print. */
export const MAX_TIME_MS = 253_402_300_799_999;

/** Unix milliseconds. */
export const unixMillisSchema = z.int().min(0).max(MAX_TIME_MS);

/** An agent's sequence: the time it began, made unique per host. */
export const epochSchema = z.int().min(1).max(MAX_TIME_MS);
