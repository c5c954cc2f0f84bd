import { z } from 'zod';

/** Names one act: asked for again under the same key, it is not done again. */
export const keySchema = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });
