import type { DutyChanges } from './changes.ts';
import { changesOfRota, isIn, type RotaChanges } from './changes-of-rota.ts';
import type { Duty } from './duty.ts';
import { planRota, type PlannedLayer } from './plan-rota.ts';
import type { Rota } from './rota-schema.ts';
import { overridden, settleTurn } from './settle.ts';

/**
 * Who is on duty by a rota `at` a moment, Unix milliseconds (pure). The first layer that has somebody speaks; swaps and absences change its turn, overrides go before all. Nobody who
 * is away is ever named; with nobody `people` is empty and `reason` says why (`no-layer`: none is meant to speak then; `all-away`: one is, and everybody of it is away).
 *
 * It takes some microseconds, and about one where the rota, the lists and the calendars are the same objects as the time before: it may be asked for each step of each open case.
 */
export function onDuty(rota: Rota, { at, ...changes }: DutyChanges & { at: number }): Duty {
  const own = changesOfRota(rota, changes);
  let duty = layersAt(planRota(rota, changes.calendars).layers, at, own);
  for (const override of own.overrides)
    if (isIn(override, at)) duty = overridden(duty, override, (person) => !own.isAway(person, at));
  return duty;
}

function layersAt(layers: readonly PlannedLayer[], at: number, changes: RotaChanges): Duty {
  let reason: Duty['reason'] = 'no-layer';
  const isMoved = changes.moved.some((span) => isIn(span, at));
  for (const layer of layers) {
    if (at < layer.life.from || at >= layer.life.to) continue;
    if (layer.hours?.isOpen(at) === false) continue;
    const turn = layer.turns.at(at);
    const duty = isMoved ? settleTurn(layer, turn, at, changes) : layer.plain[turn % layer.plain.length];
    if (duty != null) return duty;
    reason = 'all-away';
  }
  return { people: [], layer: null, reason, record: null };
}
