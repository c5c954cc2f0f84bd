import { type DutyQuestion, fairnessOf, type FairnessRow, rotasFor } from '@watchcase/oncall';
import type { Duties } from './duties.ts';

/** A month on no wall begins or ends further from UTC's. */
const WIDEST_OFFSET_MS = 15 * 3_600_000;

/** Hours, nights and holidays by person and month, `2026-02` to `2026-04` both included, of the rotas that answer (pure). */
export function dutyFairness(
  duties: Duties,
  question: DutyQuestion,
  { from, to }: { from: string; to: string },
): FairnessRow[] {
  const [year = 0, month = 1] = to.split('-').map(Number);
  const span = {
    from: Date.parse(`${from}-01`) - WIDEST_OFFSET_MS,
    to: Date.UTC(year, month, 1) + WIDEST_OFFSET_MS,
  };
  const counted = rotasFor(duties.rotas, question).map((rota) => ({
    zone: rota.zone,
    calendar: duties.changesOf(rota).calendars.get(rota.calendar ?? ''),
    spans: duties.preview(rota, span),
  }));
  return fairnessOf(counted).filter((row) => from <= row.month && row.month <= to);
}
