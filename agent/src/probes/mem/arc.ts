import type { Host } from '../../host/index.ts';

const ARC_STATS = '/proc/spl/kstat/zfs/arcstats';
/** Where there is none, the module may still be loaded later. */
const LOOK_EVERY = 20;

/** Builds the reader of the bytes that ZFS's cache (ARC) gives back when programs want memory; 0 on a machine without ZFS. */
export function createArcReader(host: Host): () => number {
  let looksToSkip = 0;
  return () => {
    if (looksToSkip > 0) {
      looksToSkip -= 1;
      return 0;
    }
    try {
      return parseArc(host.read(ARC_STATS));
    } catch {
      looksToSkip = LOOK_EVERY - 1;
      return 0;
    }
  };
}

/** What lies above the least size (`c_min`) in the text of arcstats, bytes: lines of name, type and value. */
export function parseArc(text: string): number {
  const valueOf = (name: string) =>
    Number(new RegExp(`^${name}\\s+\\d+\\s+(\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return Math.max(0, valueOf('size') - valueOf('c_min'));
}
