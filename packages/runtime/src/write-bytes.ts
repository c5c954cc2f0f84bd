import { open } from 'node:fs/promises';

/** How a file is opened. */
export interface Opening {
  /** `wx` wants none to be there. */
  flags?: 'w' | 'wx';
  mode?: number;
}

/** Writes what comes into a file that is on disk when this resolves. Rejects with the kernel's errors and those of `bytes`, once the file is closed: a stream would be opened after its pipeline has failed, in a folder that somebody removes by then. */
export async function writeBytes(
  path: string,
  bytes: AsyncIterable<Buffer>,
  { flags = 'w', mode = 0o666 }: Opening = {},
): Promise<void> {
  const file = await open(path, flags, mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
