/** One line of /proc/self/mountinfo. */
export interface Mount {
  /** `major:minor`, the same for every mount of one file system. */
  deviceNumber: string;
  /** Which folder of the file system is mounted: `/`, or another for a bind mount. */
  root: string;
  path: string;
  type: string;
  source: string;
  writable: boolean;
}

/** Reads proc(5) mountinfo; a mount that a later one covers at the same path is left out. */
export function parseMounts(text: string): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    const mount = parseLine(line);
    if (mount === null) continue;
    mounts.delete(mount.path);
    mounts.set(mount.path, mount);
  }
  return [...mounts.values()];
}

function parseLine(line: string): Mount | null {
  // Optional fields stand between the mount's options and the dash.
  const [mount = '', fileSystem] = line.split(' - ');
  if (fileSystem === undefined) return null;
  const [, , deviceNumber = '', root = '', path = '', options = ''] = mount.split(' ');
  const [type = '', source = '', superOptions = ''] = fileSystem.split(' ');
  return {
    deviceNumber,
    root: unescape(root),
    path: unescape(path),
    type,
    source: unescape(source),
    writable: isWritable(options) && isWritable(superOptions),
  };
}

function isWritable(options: string): boolean {
  return !options.split(',').includes('ro');
}

/** Spaces, tabs, line ends and backslashes are written as three octal digits. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 8)),
  );
}
