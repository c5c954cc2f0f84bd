/** What `read` makes of each line that is not blank; undefined when one of them is nothing of the kind. */
export function rowsOf<T>(output: string, read: (line: string) => T | undefined): T[] | undefined {
  const rows = output
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(read);
  return rows.every((one) => one !== undefined) ? rows : undefined;
}
