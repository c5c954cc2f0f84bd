import type { PlannedChange, RecordData } from './record.ts';
import type { Kept, Plan } from './plan.ts';
import { isSameValue } from './same-value.ts';

const SIGNS = { add: '+', change: '~', retire: '-', restore: '+' } as const;

/** A plan as lines for people (pure): what changes, field by field, what stays though the files do not have it, and how many there are of each. */
export function describePlan(
  { changes, kept }: Pick<Plan, 'changes' | 'kept'>,
  { dryRun, prune }: { dryRun: boolean; prune: boolean },
): string {
  return [
    ...changes.flatMap(linesOf),
    ...kept.map((one) => keptLine(one, prune)),
    countLine(changes, dryRun),
  ].join('\n');
}

function linesOf(change: PlannedChange): string[] {
  const { kind, id, act, before, after } = change;
  const head = `${SIGNS[act]} ${kind} ${id}`;
  if (act === 'retire') return [`${head} (out of use from now on; what was stays)`];
  return [act === 'restore' ? `${head} (in use again)` : head, ...fieldLines(before, after)];
}

function fieldLines(before: RecordData | null, after: RecordData): string[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  return [...fields]
    .filter((field) => field !== 'id' && !isSameValue(before?.[field], after[field]))
    .map((field) => {
      const [was, is] = [before?.[field], after[field]];
      if (was === undefined) return `    ${field}: ${JSON.stringify(is)}`;
      return `    ${field}: ${JSON.stringify(was)} -> ${is === undefined ? 'nothing' : JSON.stringify(is)}`;
    });
}

function keptLine({ kind, id, field, wanted, by, door, inUse }: Kept, prune: boolean): string {
  if (inUse) return `  ${kind} ${id} stays: hosts report from it`;
  const made = `made by ${by} (${door})`;
  if (field === undefined)
    return `  ${kind} ${id} is not in the files and stays; would go with --prune (${made})`;
  const files = wanted === undefined ? 'the files have none' : `the files say ${JSON.stringify(wanted)}`;
  return `  ${kind} ${id}: ${field} stays as it was ${made}; ${files}${prune ? '' : ', taken with --prune'}`;
}

function countLine(changes: readonly PlannedChange[], dryRun: boolean): string {
  const count = (act: PlannedChange['act']) => changes.filter((one) => one.act === act).length;
  if (changes.length === 0) return 'nothing to change';
  const counts = `${count('add')} added, ${count('change')} changed, ${count('retire')} retired, ${count('restore')} restored`;
  return dryRun ? `${counts} (dry run: nothing was changed)` : counts;
}
