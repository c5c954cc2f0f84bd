import type { BackupStatus } from '../contract.ts';

/** What is said of a location that cannot be looked at, so that the others of its job are told all the same. */
export function unknownStatus(location: string, error: unknown): BackupStatus {
  const fault = error instanceof Error ? error.message : String(error);
  return { location, ageSeconds: null, sizeBytes: null, count: null, fault };
}
