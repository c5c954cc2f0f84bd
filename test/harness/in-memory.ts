import { accessSync, constants, statfsSync } from 'node:fs';

/** Room that the tests' small databases never need. */
const ROOM_BYTES = 4_294_967_296;

/** A folder in memory, where there is one that can be written, with room: as PostgreSQL without fsync, what a process wrote survives its death, and nobody waits for a disk. */
export function inMemory(): string | undefined {
  try {
    accessSync('/dev/shm', constants.W_OK);
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > ROOM_BYTES ? '/dev/shm' : undefined;
  } catch {
    return undefined;
  }
}
