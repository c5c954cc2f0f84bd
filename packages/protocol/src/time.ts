import { z } from 'zod';
import { MAX_SEQ, MAX_TIME_MS } from './limits.ts';

/** Unix milliseconds. */
export const unixMillisSchema = z.int().min(0).max(MAX_TIME_MS);

/** An agent's sequence: the time it began, made unique per host. */
export const epochSchema = z.int().min(1).max(MAX_TIME_MS);

/** The number of a message in its epoch. */
export const seqSchema = z.int().min(0).max(MAX_SEQ);
