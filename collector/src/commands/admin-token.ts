import { readFileSync } from 'node:fs';
import { UserError } from '@watchcase/runtime';

/** The administrator's token of a data folder. Errors: DATA_FOLDER_UNUSABLE. */
export function adminTokenOf(data: string): string {
  try {
    return readFileSync(`${data}/admin-token`, 'utf8').trim();
  } catch {
    throw new UserError({
      code: 'DATA_FOLDER_UNUSABLE',
      place: `${data}/admin-token`,
      message: 'the admin token cannot be read',
      fix: 'name the data folder of a collector that was started once: --data DIR',
    });
  }
}
