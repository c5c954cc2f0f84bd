/** One line of /proc/self/mountinfo. */
export interface Mount {
  id: string;
  /** The mount it is in; of the first ones it is not in the list. */
  parent: string;
  /** `major:minor`, the same for every mount of one file system. */
  deviceNumber: string;
  /** Which folder of the file system is mounted: `/`, or another for a bind mount. */
  root: string;
  /** As text; a byte that is no UTF-8 is shown as `\xe4`. */
  path: string;
  /** By which the mount is to be asked: bytes where the path is no UTF-8. */
  place: string | Buffer;
  type: string;
  source: string;
  /** As this mount was made, and as the file system itself is: an error may have turned it read-only. */
  madeWritable: boolean;
  fileSystemWritable: boolean;
  /** Both. */
  writable: boolean;
}

/** Reads proc(5) mountinfo: text, or bytes where not all of it is UTF-8. */
export function parseMounts(mountinfo: string | Buffer): Mount[] {
  const text = typeof mountinfo === 'string' ? mountinfo : mountinfo.toString('latin1');
  const pathOf = typeof mountinfo === 'string' ? asItIs : pathOfBytes;
  return text.split('\n').flatMap((line) => parseLine(line, pathOf) ?? []);
}

type PathOf = (unescaped: string) => Pick<Mount, 'path' | 'place'>;

function parseLine(line: string, pathOf: PathOf): Mount | undefined {
  // Optional fields stand between the mount's options and the dash.
  const [mount = '', fileSystem] = line.split(' - ');
  if (fileSystem === undefined) return undefined;
  const [id = '', parent = '', deviceNumber = '', root = '', path = '', options = ''] = mount.split(' ');
  const [type = '', source = '', superOptions = ''] = fileSystem.split(' ');
  const madeWritable = isWritable(options);
  const fileSystemWritable = isWritable(superOptions);
  return {
    id,
    parent,
    deviceNumber,
    root: unescapePath(root),
    ...pathOf(unescapePath(path)),
    type,
    source: unescapePath(source),
    madeWritable,
    fileSystemWritable,
    writable: madeWritable && fileSystemWritable,
  };
}

const asItIs: PathOf = (path) => ({ path, place: path });

/** From text in which each character is a byte. */
function pathOfBytes(raw: string): Pick<Mount, 'path' | 'place'> {
  const bytes = Buffer.from(raw, 'latin1');
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return asItIs(text);
  const shown = raw.replaceAll(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return { path: shown, place: bytes };
}

function isWritable(options: string): boolean {
  return !options.split(',').includes('ro');
}

/** Spaces, tabs, line ends and backslashes are written as three octal digits, there and in fstab(5). */
export function unescapePath(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 8)),
  );
}
