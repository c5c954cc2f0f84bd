import { type Calendar, parseCivilDay, type ZoneClock, zoneClock } from '@watchcase/calendar';
import type { Span } from './changes.ts';
import type { Duty } from './duty.ts';
import { type DutyHours, dutyHours } from './duty-hours.ts';
import { parseTime } from './duty-span.ts';
import type { LayerRecord, Rota } from './rota-schema.ts';
import { parseTurn } from './turn-length.ts';
import { type Turns, turnsOf } from './turns.ts';

/** A layer as it is asked. */
export interface PlannedLayer {
  name: string;
  /** Who is on duty together, in the order of turns. */
  slots: readonly (readonly string[])[];
  /** What each of them is where nothing is changed. */
  plain: readonly Duty[];
  turns: Turns;
  /** Of the layer as a whole; without an end `to` is Infinity. */
  life: Span;
  /** Undefined: all hours. */
  hours: DutyHours | undefined;
}

/** A rota as it is asked. */
export interface PlannedRota {
  clock: ZoneClock;
  layers: readonly PlannedLayer[];
  /** Undefined: all hours. */
  covers: DutyHours | undefined;
  /** The first moment of any layer. */
  beginsAt: number;
}

type Calendars = ReadonlyMap<string, Calendar>;
const planned = new WeakMap<Rota, { calendars: Calendars; plan: PlannedRota }>();

/** Makes a rota ready to be asked; done once for each pair of rota and calendars. */
export function planRota(rota: Rota, calendars: Calendars): PlannedRota {
  const known = planned.get(rota);
  if (known?.calendars === calendars) return known.plan;
  const clock = zoneClock(rota.zone);
  const layers = rota.layers.map((layer) => planLayer(layer, rota, calendars));
  const plan: PlannedRota = {
    clock,
    layers,
    covers:
      rota.covers === undefined
        ? undefined
        : dutyHours(rota.covers, clock, calendarOf(calendars, rota.calendar)),
    beginsAt: Math.min(...layers.map(({ life }) => life.from)),
  };
  planned.set(rota, { calendars, plan });
  return plan;
}

function planLayer(layer: LayerRecord, rota: Rota, calendars: Calendars): PlannedLayer {
  const clock = zoneClock(layer.zone ?? rota.zone);
  const handOver = parseTime(layer.handOver) ?? 0;
  const momentOf = (day: string) => clock.momentOf(parseCivilDay(day) ?? 0, handOver);
  const slots = layer.people.map((entry) => [entry].flat());
  const lengths = layer.every === undefined ? [] : [layer.every].flat().map((text) => parseTurn(text) ?? 0);
  return {
    name: layer.name,
    slots,
    plain: slots.map((people) => ({ people, layer: layer.name, reason: 'turn', record: null })),
    turns: turnsOf(clock, (parseCivilDay(layer.from) ?? 0) * 1440 + handOver, lengths),
    life: {
      from: momentOf(layer.from),
      to: layer.until === undefined ? Number.POSITIVE_INFINITY : momentOf(layer.until),
    },
    hours:
      layer.hours === undefined
        ? undefined
        : dutyHours(layer.hours, clock, calendarOf(calendars, layer.calendar ?? rota.calendar)),
  };
}

function calendarOf(calendars: Calendars, id: string | undefined): Calendar | undefined {
  return id === undefined ? undefined : calendars.get(id);
}
