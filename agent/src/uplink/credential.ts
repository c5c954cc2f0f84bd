import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@watchcase/runtime';
import { z } from 'zod';

/** Who this host is, and how it signs in: `credential.json` in the state folder. */
export const credentialSchema = z.strictObject({
  customer: z.string().min(1),
  host: z.string().min(1),
  shard: z.int().min(0),
  username: z.string().min(1),
  password: z.string().min(1),
  mqttUrl: z.string().min(1),
  /** What people call the host. */
  name: z.string().min(1),
});
export type Credential = z.output<typeof credentialSchema>;

/** The credential's place in a state folder. */
export function credentialFile(state: string): string {
  return join(state, 'credential.json');
}

/** Reads it. Errors: NOT_ENROLLED, CREDENTIAL_UNREADABLE (UserError). */
export function readCredential(state: string): Credential {
  const place = credentialFile(state);
  try {
    return credentialSchema.parse(JSON.parse(readFileSync(place, 'utf8')));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UserError(
      missing
        ? {
            code: 'NOT_ENROLLED',
            place,
            message: 'this host has no credential yet',
            fix: 'run watchcase-agent enrol --url URL --token TOKEN with the same --state',
          }
        : {
            code: 'CREDENTIAL_UNREADABLE',
            place,
            message: 'the credential cannot be read',
            fix: 'check that this user may read it, or enrol again with --force',
          },
    );
  }
}
