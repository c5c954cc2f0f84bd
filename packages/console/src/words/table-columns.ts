/** The columns that a table can show, in its own order, and those that it shows when nobody has chosen. */
export interface TableColumns<C extends string> {
  all: readonly C[];
  usual: readonly C[];
}

/** The columns chosen in an address, in the table's own order (pure). */
export function columnsOf<C extends string>({ all, usual }: TableColumns<C>, address: string): readonly C[] {
  const wanted = address.split(',');
  const chosen = all.filter((column) => wanted.includes(column));
  return chosen.length === 0 ? usual : chosen;
}

/** What an address says of columns with one of them there, or not any more (pure); empty for the usual ones. */
export function withColumn<C extends string>(
  { all, usual }: TableColumns<C>,
  chosen: readonly C[],
  column: C,
): string {
  const next = all.filter((one) => chosen.includes(one) !== (one === column));
  return next.length === 0 || next.join() === usual.join() ? '' : next.join();
}
