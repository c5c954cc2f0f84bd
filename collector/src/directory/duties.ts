import { type Calendar, calendarSchema } from '@watchcase/calendar';
import {
  type Absence,
  type AbsenceRecord,
  absenceOf,
  type Duty,
  type DutyChanges,
  type DutyQuestion,
  type DutySpan,
  findGaps,
  onDuty,
  type OverrideRecord,
  overrideOf,
  previewRota,
  type Rota,
  rotasFor,
  type Span,
  type SwapRecord,
  swapOf,
} from '@watchcase/oncall';
import { type DirectoryRecord, isRetired } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** Who is on duty by one rota. */
export interface DutyOfRota extends Duty {
  rota: Rota;
}

/** Rotas in use, with all that changes them. Asking costs some microseconds for each rota that is asked. */
export interface Duties {
  /** By id. */
  readonly rotas: readonly Rota[];
  /** By id, those out of use too. */
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** True while somebody is away, or out of use. */
  isAway(person: string, at: number): boolean;
  /** What changes a rota: who is away or out of use, overrides, swaps that hold, calendars. */
  changesOf(rota: Rota): DutyChanges;
  /** Who is on duty at a moment (Unix milliseconds) by each rota that answers for it, the narrowest rota first; one with nobody is there, with its reason. */
  who(question: DutyQuestion, at: number): DutyOfRota[];
  /** Who is on duty by a rota between two moments; between the spans nobody is. */
  preview(rota: Rota, span: Span): DutySpan[];
  /** Where a rota's preview has nobody and must have. */
  gaps(rota: Rota, spans: readonly DutySpan[], span: Span): Span[];
}

const known = new WeakMap<Snapshot, Duties>();

/** The rotas of a directory, made ready once for each snapshot. */
export function dutiesOf(directory: Snapshot): Duties {
  let duties = known.get(directory);
  if (duties === undefined) {
    duties = buildDuties(directory);
    known.set(directory, duties);
  }
  return duties;
}

function buildDuties(directory: Snapshot): Duties {
  const inUse = <T>(kind: 'rotas' | 'absences' | 'overrides' | 'swaps') =>
    directory
      .all(kind)
      .filter((one) => !isRetired(one))
      .map(({ data }) => data as unknown as T);
  const rotas = inUse<Rota>('rotas');
  const all: DutyChanges = {
    absences: [
      ...directory.all('people').filter(isRetired).map(goneFor),
      ...inUse<AbsenceRecord>('absences').map((one) => absenceOf(one, zoneOf(directory, rotas, one.person))),
    ],
    overrides: inUse<OverrideRecord>('overrides').map(overrideOf),
    swaps: inUse<SwapRecord>('swaps')
      .map(swapOf)
      .filter((swap) => swap !== undefined),
    calendars: new Map(directory.all('calendars').map(({ id, data }) => [id, calendarOf(data)])),
  };
  const changes = new Map(rotas.map((rota) => [rota, changesFor(rota, all)]));
  const changesOf = (rota: Rota) => changes.get(rota) ?? all;
  return {
    rotas,
    calendars: all.calendars,
    isAway: (person, at) =>
      all.absences.some((one) => one.person === person && one.from <= at && at < one.to),
    changesOf,
    who: (question, at) =>
      rotasFor(rotas, question).map((rota) => ({ rota, ...onDuty(rota, { at, ...changesOf(rota) }) })),
    preview: (rota, span) => previewRota(rota, { ...span, ...changesOf(rota) }),
    gaps: (rota, spans, span) => findGaps(rota, spans, { ...span, calendars: all.calendars }),
  };
}

/** Who is out of use is away from then on. */
function goneFor({ id, changedAt }: DirectoryRecord): Absence {
  return { person: id, from: changedAt, to: Number.POSITIVE_INFINITY };
}

function changesFor(rota: Rota, all: DutyChanges): DutyChanges {
  const overrides = all.overrides.filter((one) => one.rota === rota.id);
  const swaps = all.swaps.filter((one) => one.rota === rota.id);
  const people = new Set([
    ...rota.layers.flatMap((layer) => layer.people.flat()),
    ...overrides.flatMap((one) => one.people),
    ...swaps.flatMap((swap) => [swap.person, swap.with]),
  ]);
  const absences = all.absences.filter(({ person }) => people.has(person));
  return { absences, overrides, swaps, calendars: all.calendars };
}

const calendars = new WeakMap<DirectoryRecord['data'], Calendar>();

/** The same object for the same record, so that what was worked out about its days is kept. */
function calendarOf(data: DirectoryRecord['data']): Calendar {
  let calendar = calendars.get(data);
  if (calendar === undefined) {
    calendar = calendarSchema.strip().parse(data);
    calendars.set(data, calendar);
  }
  return calendar;
}

/** Of somebody without a zone of their own: that of the first rota they are on. */
function zoneOf(directory: Snapshot, rotas: readonly Rota[], person: string): string {
  const own = directory.get('people', person)?.data['zone'];
  if (typeof own === 'string') return own;
  return (
    rotas.find(({ layers }) => layers.some(({ people }) => people.flat().includes(person)))?.zone ?? 'UTC'
  );
}
