import type { DutyFindingView, DutyPreview, Fairness, Who } from '@watchcase/api';
import type { DutyQuestion, FairnessRow } from '@watchcase/oncall';
import { rotasFor } from '@watchcase/oncall';
import {
  type DutyFinding,
  dutiesOf,
  nameOf,
  type ReachFinding,
  type Snapshot,
} from '../../directory/index.ts';
import { iso } from './time.ts';

/** So far is looked for the next change. */
const NEXT_CHANGE_MS = 14 * 86_400_000;
const HOUR_MS = 3_600_000;

/** Who is on duty at a moment, by each rota that answers. */
export function whoView(directory: Snapshot, question: DutyQuestion, at: number): Who {
  const duties = dutiesOf(directory);
  const items = duties.who(question, at).map(({ rota, people, layer, reason, record }) => ({
    rota: { id: rota.id, name: rota.name },
    team: rota.team ?? null,
    people: people.map((id) => ({
      ...personView(directory, id),
      hasSkill: hasWord(directory, id, 'skills', question.skill),
      inRegion: hasWord(directory, id, 'regions', question.region),
    })),
    layer,
    reason,
    record,
    isGap: people.length === 0 && duties.gaps(rota, [], { from: at, to: at + 1 }).length > 0,
    until: untilOf(duties.preview(rota, { from: at, to: at + NEXT_CHANGE_MS }), at),
  }));
  return { at: iso(at), items };
}

function untilOf(spans: readonly { from: number; to: number }[], at: number): string | null {
  const [first] = spans;
  const changesAt = first === undefined ? undefined : first.from > at ? first.from : first.to;
  return changesAt === undefined || changesAt >= at + NEXT_CHANGE_MS ? null : iso(changesAt);
}

function hasWord(
  directory: Snapshot,
  id: string,
  field: 'skills' | 'regions',
  asked: string | undefined,
): boolean {
  const words = directory.get('people', id)?.data[field];
  return asked === undefined || (Array.isArray(words) && words.includes(asked));
}

/** Who is on duty between two moments, and where nobody is. */
export function dutyPreviewView(
  directory: Snapshot,
  question: DutyQuestion,
  span: { from: number; to: number },
): DutyPreview {
  const duties = dutiesOf(directory);
  const named = new Set<string>();
  const items = rotasFor(duties.rotas, question).map((rota) => {
    const spans = duties.preview(rota, span);
    for (const { people } of spans) for (const id of people) named.add(id);
    return {
      rota: { id: rota.id, name: rota.name },
      team: rota.team ?? null,
      zone: rota.zone,
      spans: spans.map(({ from, to, people, ...why }) => ({
        from: iso(from),
        to: iso(to),
        people: [...people],
        ...why,
      })),
      gaps: duties.gaps(rota, spans, span).map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
    };
  });
  return { people: [...named].toSorted().map((id) => personView(directory, id)), items };
}

/** A finding with the names of what it is about. */
export function dutyFindingView(directory: Snapshot, finding: DutyFinding | ReachFinding): DutyFindingView {
  const rotaView = (id: string) => namedView(directory, 'rotas', id);
  if (finding.kind === 'empty-step')
    return { ...finding, chain: namedView(directory, 'chains', finding.chain) };
  if (finding.kind === 'unverified') return { ...finding, person: personView(directory, finding.person) };
  if (finding.kind === 'retired' || finding.kind === 'unreachable')
    return {
      kind: finding.kind,
      person: personView(directory, finding.person),
      rota: rotaView(finding.rota),
    };
  const span = { from: iso(finding.from), to: iso(finding.to) };
  return finding.kind === 'gap'
    ? { kind: 'gap', rota: rotaView(finding.rota), ...span }
    : {
        kind: 'twice',
        person: personView(directory, finding.person),
        rotas: finding.rotas.map(rotaView),
        ...span,
      };
}

/** Rows with names, and hours in place of milliseconds. */
export function fairnessView(directory: Snapshot, rows: readonly FairnessRow[]): Fairness {
  return {
    items: rows.map(({ person, month, dutyMs, nights, holidays }) => ({
      person: personView(directory, person),
      month,
      hours: Math.round((dutyMs / HOUR_MS) * 100) / 100,
      nights,
      holidays,
    })),
  };
}

/** A person with their name. */
export function personView(directory: Snapshot, id: string): { id: string; name: string } {
  return namedView(directory, 'people', id);
}

/** A record with what people call it. */
export function namedView(
  directory: Snapshot,
  kind: Parameters<Snapshot['get']>[0],
  id: string,
): { id: string; name: string } {
  return { id, name: nameOf(directory, kind, id) };
}
