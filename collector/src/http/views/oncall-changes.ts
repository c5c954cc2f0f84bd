import type { DutyChangesView } from '@watchcase/api';
import { type AbsenceRecord, isAgreed, type OverrideRecord, type SwapRecord } from '@watchcase/oncall';
import { dutiesOf, isRetired, type Snapshot } from '../../directory/index.ts';
import { namedView, personView } from './oncall.ts';
import { iso } from './time.ts';

const DAY_MS = 86_400_000;
/** What has ended is shown so long. */
const SHOWN_AFTER_MS = 7 * DAY_MS;

/** What changes rotas now and later, each kind by when it begins. */
export function dutyChangesView(
  directory: Snapshot,
  who: { me: string | undefined; decidesForOthers: boolean },
  now: number,
): DutyChangesView {
  const all = <T extends { from: string; to: string; back?: { to: string } | undefined }>(
    kind: 'overrides' | 'swaps' | 'absences',
  ) =>
    directory
      .all(kind)
      .filter((one) => !isRetired(one))
      .map(({ data }) => data as unknown as T)
      .filter(({ to, back }) => endOf(to, back?.to) + SHOWN_AFTER_MS > now)
      .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
  return {
    me: who.me === undefined ? null : personView(directory, who.me),
    decidesForOthers: who.decidesForOthers,
    people: directory
      .all('people')
      .filter((one) => !isRetired(one))
      .map(({ id }) => personView(directory, id)),
    rotas: dutiesOf(directory).rotas.map(({ id, name, team, zone }) => ({
      id,
      name,
      team: team === undefined ? null : namedView(directory, 'teams', team),
      zone,
    })),
    overrides: all<OverrideRecord>('overrides').map((one) => overrideView(directory, one)),
    swaps: all<SwapRecord>('swaps').map((one) => swapView(directory, one)),
    absences: all<AbsenceRecord>('absences').map(({ id, person, from, to, kind, note }) => ({
      id,
      person: personView(directory, person),
      from,
      to,
      kind: kind ?? null,
      note: note ?? null,
    })),
  };
}

/** A day ends a day later than it begins. */
function endOf(...ends: (string | undefined)[]): number {
  return Math.max(...ends.flatMap((text) => (text === undefined ? [] : [Date.parse(text)]))) + DAY_MS;
}

function madeView(
  directory: Snapshot,
  made: { id: string; rota: string; from: string; to: string; note?: string | undefined },
) {
  return {
    id: made.id,
    rota: namedView(directory, 'rotas', made.rota),
    from: iso(Date.parse(made.from)),
    to: iso(Date.parse(made.to)),
    note: made.note ?? null,
  };
}

function overrideView(directory: Snapshot, one: OverrideRecord): DutyChangesView['overrides'][number] {
  return {
    ...madeView(directory, one),
    people: one.people.map((id) => personView(directory, id)),
    instead: one.instead === undefined ? null : personView(directory, one.instead),
    agreedBy: one.agreed.by,
    agreedAt: iso(Date.parse(one.agreed.at)),
  };
}

function swapView(directory: Snapshot, one: SwapRecord): DutyChangesView['swaps'][number] {
  const { person, with: other, back, agreed = [], declined } = one;
  const waitsFor = [person, other].filter((id) => !agreed.some(({ by }) => by === id));
  return {
    ...madeView(directory, one),
    person: personView(directory, person),
    with: personView(directory, other),
    back: back === undefined ? null : { from: iso(Date.parse(back.from)), to: iso(Date.parse(back.to)) },
    state: declined !== undefined ? 'declined' : isAgreed(one) ? 'agreed' : 'asked',
    waitsFor: declined !== undefined ? [] : waitsFor.map((id) => personView(directory, id)),
  };
}
