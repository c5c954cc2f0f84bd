import type { Fault, Step } from './fault.ts';
import type { PlainEvent } from '../../clocks/minute-count.ts';
import { CHANGES, owedFor } from './promises.ts';

const ENDS = new Set(['resolved', 'closed', 'cancelled', 'merged']);

/** Writes into a fault's log what changes of contracts bring it: at the minute of the change while it is open, else when it is opened again. */
export function followContracts(fault: Fault, steps: readonly Step[]): void {
  for (const { at: changed } of CHANGES) {
    const log = logOf(fault, steps);
    const before = log.findLastIndex(({ line }) => line.minute < changed);
    const isOpen = before >= 0 && isOpenAfter(log.slice(0, before + 1).map(({ line }) => line));
    const place = isOpen ? before : log.findIndex(({ line }, i) => i > before && line.kind === 'reopened');
    const owed = owedFor(fault.place, fault.category, { minute: fault.owedAsOf, known: changed });
    const at = log[place];
    if (before < 0 || at === undefined || owed.terms === fault.owedLast.terms) continue;
    at.lines.push({ minute: isOpen ? changed : at.line.minute, kind: 'terms', terms: owed.terms });
    fault.owedLast = owed;
  }
}

/** A fault's lines in their order, each with what it was written among. */
function logOf({ number }: Fault, steps: readonly Step[]): { line: PlainEvent; lines: PlainEvent[] }[] {
  const written = steps
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ fault, lines, others }) => [
      ...(fault === number ? [lines] : []),
      ...(others?.fault === number ? [others.lines] : []),
    ]);
  return written.flatMap((lines) => lines.map((line) => ({ line, lines })));
}

function isOpenAfter(lines: readonly PlainEvent[]): boolean {
  const last = lines.findLast(({ kind }) => kind === 'reopened' || kind === 'opened' || ENDS.has(kind));
  return last !== undefined && !ENDS.has(last.kind);
}
