/** A cell of a table. */
interface Cell {
  row: number;
  column: number;
}

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  PageDown: [10, 0],
  PageUp: [-10, 0],
  Home: [0, -1e9],
  End: [0, 1e9],
};

/** Where a key leads from a cell (pure), not beyond the table; undefined for a key that leads nowhere. */
export function stepInTable(
  key: string,
  { row, column }: Cell,
  size: { rows: number; columns: number },
): Cell | undefined {
  const step = steps[key];
  if (step === undefined) return undefined;
  return { row: within(row + step[0], size.rows), column: within(column + step[1], size.columns) };
}

function within(at: number, count: number): number {
  return Math.min(count - 1, Math.max(0, at));
}
