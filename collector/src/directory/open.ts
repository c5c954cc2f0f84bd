import type { Store } from '../store/index.ts';
import { createDirectory, type Directory } from './directory.ts';
import { shippedRecords } from './shipped-records.ts';

/** Opens the room: what comes with this version of the program is in it from now on. */
export async function openDirectory(store: Store, now: number): Promise<Directory> {
  const directory = createDirectory(store);
  await directory.ship(shippedRecords(), now);
  return directory;
}
