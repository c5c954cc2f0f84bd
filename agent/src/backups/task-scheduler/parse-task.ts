import type { BackupRun } from '../../contract.ts';
import { fieldsOf, jsonOf, momentOf, numberOf } from '../json-fields.ts';

const DISABLED = 1;
const RUNNING = 4;
/** Results that the scheduler has for what goes on, and for what never ran. */
const IS_RUNNING = 0x41301;
const NEVER_RAN = 0x41303;
const LONGEST_ID = 64;

/** What results of the scheduler itself mean; all others are the program's own. */
const words: Readonly<Record<number, string>> = {
  2: 'the program, or what it was to work on, was not found',
  0x41306: 'the task was ended by somebody, or by its time limit',
  0x8007_0002: 'the program of the task was not found',
  0x8007_010b: 'the folder that the task starts in is not there',
  0x8007_052e: 'the name or password that the task runs with is wrong',
  0x8004_131f: 'the task was running already',
  0x8007_10e0: 'the task was refused: its conditions were not met',
  0xc000_013a: 'the program was ended from outside',
};

/** The last run of a task, none where it never ran; undefined when what was printed is something else. */
export function parseTask(
  output: string,
  { task, warnings }: { task: string; warnings: readonly number[] },
): { isDisabled: boolean; runs: BackupRun[] } | undefined {
  const { state, last, result: raw } = fieldsOf(jsonOf(output));
  const [startedAt, result] = [momentOf(last), numberOf(raw)];
  if (typeof state !== 'number' || result === null || (last !== null && startedAt === null)) return undefined;
  const isDisabled = state === DISABLED;
  if (startedAt === null || result === NEVER_RAN) return { isDisabled, runs: [] };
  const run = `${startedAt} ${task}`.slice(0, LONGEST_ID);
  const goesOn = state === RUNNING || result === IS_RUNNING;
  return { isDisabled, runs: [{ run, startedAt, end: goesOn ? null : endOf(result, warnings) }] };
}

function endOf(result: number, warnings: readonly number[]): NonNullable<BackupRun['end']> {
  const outcome = result === 0 ? 'success' : warnings.includes(result) ? 'warnings' : 'failed';
  const meaning = words[result];
  const output = `result 0x${result.toString(16)}${outcome !== 'failed' || meaning === undefined ? '' : `: ${meaning}`}`;
  return { at: null, outcome, exitCode: result, output };
}
