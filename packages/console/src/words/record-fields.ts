import type { RecordKind } from '@watchcase/api';
import { chatsOf, chatsText, stepsOf, stepsText, targetsOf, targetsText } from './chain-lines.ts';

/** How a field of a record is written. */
type FieldForm =
  | 'line'
  | 'text'
  | 'list'
  | 'zone'
  | 'day'
  | 'duration'
  | 'number'
  | 'flag'
  | 'language'
  | 'steps'
  | 'targets'
  | 'chats';

/** Forms of their own: how a value is typed, and what was typed as the record has it. */
const written: Readonly<
  Partial<Record<FieldForm, { text(value: unknown): string; of(text: string): unknown }>>
> = {
  steps: { text: stepsText, of: stepsOf },
  targets: { text: targetsText, of: targetsOf },
  chats: { text: chatsText, of: chatsOf },
};

/** One field of a kind: the path that leads to it, how it is written, and of which kind the record is that it names (chosen from a list), or the records are (typed). */
export interface RecordField {
  path: string;
  form: FieldForm;
  names?: RecordKind;
  namesMany?: RecordKind;
}

const line = (path: string): RecordField => ({ path, form: 'line' });
const list = (path: string): RecordField => ({ path, form: 'list' });
const many = (path: string, kind: RecordKind): RecordField => ({ path, form: 'list', namesMany: kind });
const names = (path: string, kind: RecordKind): RecordField => ({ path, form: 'line', names: kind });
const zone: RecordField = { path: 'zone', form: 'zone' };
const note: RecordField = { path: 'note', form: 'text' };
const language: RecordField = { path: 'language', form: 'language' };

/** The fields that each kind's form has; kinds with none are written as text. */
export const recordFields: Readonly<Record<RecordKind, readonly RecordField[]>> = {
  customers: [line('name'), list('tags'), zone, line('region'), note],
  sites: [
    line('name'),
    { path: 'address', form: 'text' },
    zone,
    line('region'),
    { path: 'travelAllowance', form: 'duration' },
    note,
  ],
  contacts: [
    names('customer', 'customers'),
    line('name'),
    line('role'),
    line('phone'),
    line('mail'),
    language,
    { path: 'portal', form: 'flag' },
  ],
  products: [line('name'), list('tags'), note],
  calendars: [],
  policies: [],
  backupPolicies: [],
  contracts: [
    names('customer', 'customers'),
    line('name'),
    names('policy', 'policies'),
    names('backup', 'backupPolicies'),
    names('calendar', 'calendars'),
    { path: 'from', form: 'day' },
    { path: 'to', form: 'day' },
    many('products', 'products'),
    list('scope.categories'),
    many('scope.sites', 'sites'),
    list('scope.hosts'),
    { path: 'includedVisits', form: 'number' },
    line('rates.currency'),
    { path: 'rates.labour', form: 'number' },
    { path: 'rates.travel', form: 'number' },
    note,
  ],
  hosts: [line('role'), names('product', 'products'), list('tags'), note],
  people: [
    line('name'),
    line('mail'),
    line('phone'),
    language,
    zone,
    list('skills'),
    list('regions'),
    line('quiet.from'),
    line('quiet.to'),
    list('quiet.days'),
    { path: 'chat', form: 'chats' },
  ],
  teams: [line('name'), many('members', 'people'), names('lead', 'people'), names('manager', 'people')],
  rotas: [],
  absences: [names('person', 'people'), line('from'), line('to'), line('kind'), note],
  overrides: [],
  swaps: [],
  categories: [],
  chains: [
    line('name'),
    names('team', 'teams'),
    many('customers', 'customers'),
    list('categories'),
    list('severities'),
    { path: 'steps', form: 'steps' },
    { path: 'repeat', form: 'number' },
    { path: 'lastResort.page', form: 'targets' },
    line('lastResort.channel'),
    { path: 'lastResort.every', form: 'duration' },
    { path: 'lapsesAfter', form: 'duration' },
    note,
  ],
  playbooks: [],
};

/** The fields of kinds that are written as text, where they can be read as fields. */
const readFields: Partial<Record<RecordKind, readonly RecordField[]>> = {
  calendars: [zone],
  policies: [names('business', 'calendars')],
  rotas: [
    names('team', 'teams'),
    zone,
    names('calendar', 'calendars'),
    list('skills'),
    list('regions'),
    list('severities'),
    many('sharesWith', 'rotas'),
    note,
  ],
  overrides: [
    names('rota', 'rotas'),
    line('from'),
    line('to'),
    many('people', 'people'),
    names('instead', 'people'),
    note,
  ],
  swaps: [
    names('rota', 'rotas'),
    names('person', 'people'),
    names('with', 'people'),
    line('from'),
    line('to'),
    line('back.from'),
    line('back.to'),
    note,
  ],
  categories: [line('name.en'), line('name.zh-CN'), line('skill')],
};

/** The fields by which a record of a kind is read (pure); none where its text is read. */
export function fieldsRead(kind: RecordKind): readonly RecordField[] {
  return readFields[kind] ?? recordFields[kind];
}

type Data = Readonly<Record<string, unknown>>;

/** What stands in a record at the end of a path, `quiet.from` (pure); undefined for nothing. */
export function valueAt(data: Data, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Data | undefined)?.[name], data);
}

/** A field of a record as it stands in a form; empty for none. */
export function fieldText(data: Data, { path, form }: Pick<RecordField, 'path' | 'form'>): string {
  const value = valueAt(data, path);
  if (value === undefined || value === null) return '';
  const own = written[form];
  if (own !== undefined) return own.text(value);
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A record with the fields of a form in it; what the form does not have stays. */
export function withFields(
  data: Data,
  fields: readonly RecordField[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return fields.reduce<Record<string, unknown>>(
    (record, field) => withField(record, field.path.split('.'), valueOf(field, typed[field.path] ?? '')),
    { ...data },
  );
}

function withField(record: Data, [name = '', ...rest]: string[], value: unknown): Record<string, unknown> {
  const { [name]: former, ...others } = record;
  const next = rest.length === 0 ? value : filled(withField((former ?? {}) as Data, rest, value));
  if (next === undefined) return others;
  return { ...record, [name]: next };
}

function filled(record: Record<string, unknown>): Record<string, unknown> | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}

/** What was typed, as the record has it; a number that is none is left for the server to refuse. */
function valueOf({ form }: RecordField, typed: string): unknown {
  const text = typed.trim();
  if (text === '') return undefined;
  const own = written[form];
  if (own !== undefined) return own.of(text);
  if (form === 'flag') return text === 'true' ? true : undefined;
  if (form === 'number') return Number.isNaN(Number(text)) ? text : Number(text);
  if (form !== 'list') return text;
  const items = text
    .split(/[,，;；]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return items.length === 0 ? undefined : [...new Set(items)];
}

/** What a record is called: its name in the reader's language, or its id. */
export function recordName({ id, data }: { id: string; data: Data }, language: string): string {
  for (const name of [data['name'], data['title']]) {
    if (typeof name === 'string') return name;
    const words = (name as Data | undefined)?.[language];
    if (typeof words === 'string') return words;
  }
  return id;
}
