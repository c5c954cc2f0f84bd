import type { Compiled } from './language/frame.ts';
import { directionOfLevel } from './language/direction-of-level.ts';
import type { Rule } from './rule.ts';

/** Which of a rule's conditions, the mildest level's first, must be asked to know whether any holds: the mildest alone where it holds whenever a worse one does. */
export function askedOf(
  { when, levels }: Pick<Rule, 'when' | 'levels'>,
  conditions: readonly Compiled[],
): readonly Compiled[] {
  const direction = directionOfLevel(when);
  const isWorse = (value: number, before: number) => (direction === '>' ? value >= before : value <= before);
  const inOrder = levels.every(({ value }, at) => at === 0 || isWorse(value, levels[at - 1]?.value ?? value));
  return direction !== undefined && inOrder ? conditions.slice(0, 1) : conditions;
}
