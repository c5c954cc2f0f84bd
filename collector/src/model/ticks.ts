import type { CaseEventKind } from './case.ts';

/** Who did a step of a playbook, when (Unix milliseconds), and in which version of it. */
export interface Tick {
  by: string;
  at: number;
  version: number;
}

/** Kinds of lines that ticks follow from. */
export const tickEvents: readonly CaseEventKind[] = ['step-ticked', 'step-unticked'];

/** A step's name among those of all playbooks. */
export function stepKey(playbook: string, step: number): string {
  return `${playbook}/${step}`;
}

/** A line of a log as the store has it. */
interface LogRow {
  kind: string;
  time: number;
  actor: string;
  data: string;
}

/** The steps that are done, by `stepKey`, from the lines of those kinds, oldest first (pure). */
export function ticksOf(rows: readonly LogRow[]): ReadonlyMap<string, Tick> {
  const ticks = new Map<string, Tick>();
  for (const { kind, time, actor, data } of rows) {
    const { playbook, step, version } = JSON.parse(data) as Record<string, unknown>;
    const key = stepKey(String(playbook), Number(step));
    if (kind === 'step-ticked') ticks.set(key, { by: actor, at: time, version: Number(version) });
    else ticks.delete(key);
  }
  return ticks;
}
