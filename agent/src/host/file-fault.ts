const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  ECONNREFUSED: 'is there, but nobody answers',
};

/** A sentence for people about a file that could not be read, from what the system said. */
export function fileFault(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error as Error;
  return new Error(`${path} ${REASONS[code] ?? `cannot be read (${message})`}`, { cause: error });
}
