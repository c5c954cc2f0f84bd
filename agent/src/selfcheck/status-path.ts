import { join } from 'node:path';

/** The status file's place in a state folder. */
export function statusFileIn(folder: string): string {
  return join(folder, 'status.json');
}
