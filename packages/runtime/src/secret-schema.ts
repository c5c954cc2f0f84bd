import { z } from 'zod';
import { Secret } from './secrets.ts';

/**
 * Config field holding a secret: a plain string, or `env:NAME` / `file:PATH` which `parseConfig`'s
 * caller resolves before parsing (see `resolveSecretReferences` in config.ts).
 */
export const secretSchema = z
  .string()
  .min(1)
  .transform((value) => new Secret(value))
  .meta({ secret: true });
