import type { RecordKind } from '@watchcase/api';
import { targetsText } from './chain-lines.ts';
import { fieldText, type RecordField, valueAt } from './record-fields.ts';

type Data = Readonly<Record<string, unknown>>;

/** What one step of a chain says; empty texts for what it does not. */
interface SaidStep {
  people: string;
  delay: string;
  channel: string;
  hours: string;
}

/** What stands in records as fixed words, in the reader's language. */
export interface RecordWords {
  /** By the path that leads to the field. */
  values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whom a step asks; with `rota`, `team` and `person`, what stands before the id of one. */
  targets: Readonly<Record<string, string>>;
  step: (it: SaidStep) => string;
  /** Between several. */
  and: string;
  /** What a record is called; its id where that is not known. */
  name: (kind: RecordKind, id: string) => string;
  /** `90m`, in words. */
  duration: (written: string) => string;
  /** `2026-11-24`, in words. */
  day: (written: string) => string;
  /** `2026-11-24T09:00+08:00`, in words. */
  moment: (written: string) => string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T/;
const kindOfTarget: Readonly<Record<string, RecordKind>> = { rota: 'rotas', team: 'teams', person: 'people' };

/** A field of a record as it is read, not typed (pure): names instead of ids, lengths and days in words, each step of a chain on a line; empty for none. */
export function fieldSaid(data: Data, field: RecordField, words: RecordWords): string {
  const several = severalOf(valueAt(data, field.path));
  if (field.form === 'targets') return targetsSaid(several, words);
  if (field.form === 'steps')
    return several.map((step) => words.step(saidStep(step as Data, words))).join('\n');
  const named = field.names ?? field.namesMany;
  if (named !== undefined) return several.map((id) => words.name(named, String(id))).join(words.and);
  const names = words.values[field.path];
  if (names !== undefined) return several.map((one) => names[String(one)] ?? String(one)).join(words.and);
  if (field.form === 'list') return several.map(String).join(words.and);
  const text = fieldText(data, field);
  if (field.form === 'duration') return words.duration(text);
  if (DAY.test(text)) return words.day(text);
  return MOMENT.test(text) ? words.moment(text) : text;
}

/** What is said of who is away, on duty for others, or has exchanged duty. */
interface TitleWords {
  absence: (who: string, when: string) => string;
  override: (who: string, instead: string, when: string) => string;
  swap: (one: string, other: string, when: string) => string;
}

/** What a record without a name is called: who and when (pure); undefined of a kind that has names. */
export function titleSaid(
  { kind, data }: { kind: RecordKind; data: Data },
  titles: TitleWords,
  words: Pick<RecordWords, 'name' | 'and'> & { span: (from: string, to: string) => string },
): string | undefined {
  const person = (path: string) =>
    severalOf(data[path])
      .map((id) => words.name('people', String(id)))
      .join(words.and);
  const when = () => words.span(String(data['from']), String(data['to']));
  if (kind === 'absences') return titles.absence(person('person'), when());
  if (kind === 'overrides') return titles.override(person('people'), person('instead'), when());
  return kind === 'swaps' ? titles.swap(person('person'), person('with'), when()) : undefined;
}

const namedBesides: Readonly<
  Partial<Record<RecordKind, (data: Data) => { kind: RecordKind; id: string }[]>>
> = {
  rotas: ({ layers }) =>
    severalOf(layers).flatMap((layer) => {
      const { people, calendar } = layer as Data;
      return [
        ...severalOf(people).flatMap((one) =>
          severalOf(one).map((id) => ({ kind: 'people' as const, id: String(id) })),
        ),
        ...severalOf(calendar).map((id) => ({ kind: 'calendars' as const, id: String(id) })),
      ];
    }),
  backupPolicies: ({ jobs = {} }) =>
    (['customers', 'sites', 'hosts'] as const).flatMap((kind) =>
      severalOf((jobs as Data)[kind]).map((id) => ({ kind, id: String(id) })),
    ),
  policies: (data) => [...calendarsIn(data), ...toldIn(data['warn'])],
};

/** Calendars by whose hours a service policy counts. */
function calendarsIn(value: unknown): { kind: RecordKind; id: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === 'hours' && typeof part === 'string' && part !== 'always' && part !== 'business'
      ? [{ kind: 'calendars' as const, id: part }]
      : calendarsIn(part),
  );
}

function toldIn(warn: unknown): { kind: RecordKind; id: string }[] {
  return Object.values((warn ?? {}) as Data).flatMap((one) =>
    Array.isArray(one) ? targetsIn(one) : Object.values(one as Data).flatMap(targetsIn),
  );
}

/** Records that a record of a kind names where it is read, each once (pure). */
export function namedIn(
  data: Data,
  fields: readonly RecordField[],
  kind?: RecordKind,
): { kind: RecordKind; id: string }[] {
  const besides = kind === undefined ? undefined : namedBesides[kind];
  const found = [
    ...fields.flatMap(({ path, form, names, namesMany }) => {
      const several = severalOf(valueAt(data, path));
      const of = names ?? namesMany;
      if (of !== undefined) return several.map((id) => ({ kind: of, id: String(id) }));
      if (form === 'steps') return several.flatMap((step) => targetsIn((step as Data)['page']));
      return form === 'targets' ? targetsIn(several) : [];
    }),
    ...(besides?.(data) ?? []),
  ];
  return found.filter((it, at) => found.findIndex((one) => one.kind === it.kind && one.id === it.id) === at);
}

function severalOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return value === undefined || value === null ? [] : [value];
}

function targetsIn(targets: unknown): { kind: RecordKind; id: string }[] {
  return severalOf(targets).flatMap((one) =>
    typeof one !== 'object' || one === null
      ? []
      : Object.entries(one).flatMap(([target, id]) => {
          const kind = kindOfTarget[target];
          return kind === undefined ? [] : [{ kind, id: String(id) }];
        }),
  );
}

function saidStep({ page, delay, channel = '', hours = '' }: Data, words: RecordWords): SaidStep {
  return {
    people: targetsSaid(severalOf(page), words),
    delay: words.duration(String(delay)),
    channel: String(channel),
    hours: String(hours),
  };
}

/** Whom a step or a percent names, in the reader's words (pure). */
export function targetsSaid(targets: readonly unknown[], { targets: names, and, name }: RecordWords): string {
  return targets
    .map((one) => {
      const typed = targetsText([one]);
      const [target = '', id] = typed.split(':');
      const kind = kindOfTarget[target];
      const said = names[target] ?? target;
      return id === undefined || kind === undefined ? said : `${said} ${name(kind, id)}`;
    })
    .join(and);
}
