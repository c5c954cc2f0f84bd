import { type Layout, layoutId } from '@watchcase/protocol';
import { type Observation, OWN_EPOCH } from '../model/index.ts';
import type { Fact } from './fact.ts';
import { subjectId } from './subject-id.ts';

/** How often facts are told while nothing changes, milliseconds. */
export const FACTS_MS = 60_000;

/** Facts of one moment as readings for history: one for each subject, in the order in which they first appear. */
export function toObservations(facts: readonly Fact[], stream: string, time: number): Observation[] {
  const bySubject = Map.groupBy(facts, ({ subject }) => subjectId(subject));
  return [...bySubject].map(([hostId, own]) => ({
    hostId,
    hostName: hostId,
    epoch: OWN_EPOCH,
    seq: time,
    layout: layoutOf(own, stream),
    time,
    arrivedAt: time,
    late: false,
    values: own.flatMap(({ fields }) => fields.map(([, , value]) => value)),
  }));
}

function layoutOf(facts: readonly Fact[], stream: string): Layout {
  const groups = facts.map(({ measurement, tags, fields }) => ({
    measurement,
    tags: { ...tags },
    fields: fields.map(([name, unit]): Layout['groups'][number]['fields'][number] => [name, unit]),
  }));
  const content = { stream, intervalMs: FACTS_MS, groups };
  return { id: layoutId(content), ...content };
}
