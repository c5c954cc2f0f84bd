import type { RecordKind } from '@watchcase/api';
import { type DutySpan, type Feed, type FeedEvent, feedSpans, type Rota } from '@watchcase/oncall';
import { dutiesOf } from './duties.ts';
import { nameOf } from './name-of.ts';
import { isRetired } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** Of whose duty a feed is. */
export type DutySubject = { person: string } | { team: string };

/** Duty follows from these: their versions only grow. */
const SOURCES: readonly RecordKind[] = [
  'calendars',
  'people',
  'teams',
  'rotas',
  'absences',
  'overrides',
  'swaps',
];
const words = { en: 'On call', 'zh-CN': '值班' };

/** The duty of a person or a team as a feed (pure); undefined where there is no such person or team in use. */
export function dutyFeed(directory: Snapshot, subject: DutySubject, now: number): Feed | undefined {
  const isPerson = 'person' in subject;
  const record = isPerson ? directory.get('people', subject.person) : directory.get('teams', subject.team);
  if (record === undefined || isRetired(record)) return undefined;
  const name = String(record.data['name']);
  const word = words[record.data['language'] === 'zh-CN' ? 'zh-CN' : 'en'];
  const duties = dutiesOf(directory);
  const rotas = isPerson ? duties.rotas : duties.rotas.filter(({ team }) => team === record.id);
  const events = rotas.flatMap((rota) =>
    feedSpans((span) => duties.preview(rota, span), now)
      .filter(({ people }) => !isPerson || people.includes(record.id))
      .map((span) =>
        isPerson
          ? eventOf(rota, span, { of: `.${record.id}`, summary: `${word}: ${rota.name}` })
          : eventOf(rota, span, { of: '', summary: `${namesOf(directory, span)}: ${rota.name}` }),
      ),
  );
  const sources = SOURCES.flatMap((kind) => directory.all(kind));
  return {
    name: `${word}: ${name}`,
    sequence: sources.reduce((sum, { version }) => sum + version, 0),
    changedAt: sources.reduce((latest, { changedAt }) => Math.max(latest, changedAt), 0),
    events: events.toSorted((a, b) => a.from - b.from || (a.uid < b.uid ? -1 : 1)),
  };
}

function eventOf(rota: Rota, span: DutySpan, { of, summary }: { of: string; summary: string }): FeedEvent {
  const { from, to, layer, record } = span;
  const begin = new Date(from).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  const facts = [layer, record].filter((fact) => fact !== null);
  return { uid: `duty.${rota.id}.${begin}${of}@watchcase`, from, to, summary, description: facts.join(', ') };
}

function namesOf(directory: Snapshot, { people }: DutySpan): string {
  return people.map((id) => nameOf(directory, 'people', id)).join(', ');
}
