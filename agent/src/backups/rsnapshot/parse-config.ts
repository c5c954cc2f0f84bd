/** What the agent needs of a config of rsnapshot. */
export interface RsnapshotConfig {
  /** Folder of the snapshots, without a slash at its end. */
  root: string;
  /** Levels, the one that copies from the sources first: the others only move. */
  levels: string[];
  log: string;
}

/** Reads rsnapshot.conf, whose parts are parted by tabs; undefined when it lacks one of the three. `include_conf` is not followed. */
export function parseConfig(text: string): RsnapshotConfig | undefined {
  const lines = text.split('\n').map((line) => line.trim().split(/\t+/));
  const valueOf = (name: string) => lines.find(([key]) => key === name)?.[1]?.trim();
  // `interval` is the older word for it.
  const levels = lines.flatMap(([key, level]) =>
    key === 'retain' || key === 'interval' ? (level ?? []) : [],
  );
  const [root, log] = [valueOf('snapshot_root'), valueOf('logfile')];
  if (root === undefined || log === undefined || levels.length === 0) return undefined;
  return { root: root.replace(/(?<=.)\/+$/, ''), levels, log };
}
