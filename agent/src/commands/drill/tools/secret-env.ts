import { type Secret, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Further variables of a tool, which may be secrets. */
export const envSchema = z.record(z.string(), secretSchema).prefault({});

/** Variables as a program is given them; those that are not set are left out. */
export function revealed(
  variables: Readonly<Record<string, Secret | string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : value.reveal()]],
    ),
  );
}
