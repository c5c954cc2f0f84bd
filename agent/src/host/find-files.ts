import { BoundedMap, type Clock } from '@watchcase/runtime/light';
import { createHangGuard } from './hang-guard.ts';
import { createFolderMemory, type FolderMemory } from './folder-memory.ts';
import { type FoundFile, walkFiles } from './walk-files.ts';

const MOST_FILES = 10_000;
const TIMEOUT_MS = 60_000;
/** More than a config names: those of former ones are let go. */
const MOST_MEMORIES = 256;

/**
 * Builds the search for regular files that a pattern names, see walkFiles. Rejects as well when folders do not answer within a minute, or have not since they
 * were asked before.
 */
export function createFindFiles(of: {
  clock: Clock;
  onHang(pattern: string): void;
  /** The search itself; the file system unless a test says otherwise. */
  search?: (pattern: string) => Promise<FoundFile[]>;
}): (pattern: string) => Promise<FoundFile[]> {
  const guarded = createHangGuard({ ...of, timeoutMs: TIMEOUT_MS, atOnce: 2, mostHanging: 4 });
  const memories = new BoundedMap<string, FolderMemory>(MOST_MEMORIES);
  const search =
    of.search ?? ((pattern) => walkFiles(pattern, MOST_FILES, memoryOf(memories, pattern, of.clock)));
  return async (pattern) => {
    const found = await guarded(pattern, () => search(pattern));
    if (typeof found === 'string') throw new Error(`the folders of ${pattern} do not answer`);
    return found.answer;
  };
}

function memoryOf(memories: Map<string, FolderMemory>, pattern: string, clock: Clock): FolderMemory {
  const memory = memories.get(pattern) ?? createFolderMemory(clock);
  memories.set(pattern, memory);
  return memory;
}
