import type { CaseEvent } from '../model/index.ts';
import type { CaseRow } from './log.ts';

/** The day that contracts are asked about for a case (pure), Unix milliseconds: when it was opened; of one that was split off, when the first of them was. */
export function owedAsOf(
  opened: Pick<CaseEvent, 'data'> | undefined,
  { opened_at }: Pick<CaseRow, 'opened_at'>,
): number {
  const told = opened?.data['owedAsOf'];
  return typeof told === 'number' ? told : opened_at;
}
