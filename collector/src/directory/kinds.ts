import {
  categoryRecordSchema,
  contactRecordSchema,
  contractRecordSchema,
  customerRecordSchema,
  hostRecordSchema,
  personRecordSchema,
  playbookRecordSchema,
  productRecordSchema,
  type RecordKind,
  siteRecordSchema,
  teamRecordSchema,
} from '@watchcase/api';
import { backupPolicySchema } from '@watchcase/backup';
import { calendarSchema } from '@watchcase/calendar';
import {
  absenceSchema,
  type Chain,
  chainSchema,
  overrideSchema,
  reachFaults,
  reachFields,
  type Rota,
  rotaSchema,
  swapSchema,
} from '@watchcase/oncall';
import { policySchema, type ServicePolicy } from '@watchcase/sla';
import { z } from 'zod';
import { SYNTHETIC } from '../model/index.ts';
import { hoursNamedIn } from './hours-named-in.ts';
import { namedInChain, namedInWarn } from './named-in-chain.ts';
import type { RecordData } from './record.ts';
import type { Reference } from './reference.ts';

/** What the directory knows of a kind of record. */
interface KindOfRecord {
  schema: z.ZodType;
  /** What it names. */
  references(data: RecordData): Reference[];
}

const none = (): Reference[] => [];
/** Every kind but hosts can be out of use. */
const retired = { retired: z.literal(true).optional() };

/** Who they are, and how they are reached. */
const personSchema = personRecordSchema.extend(reachFields).check(({ value, issues }) => {
  for (const fault of reachFaults(value)) issues.push({ code: 'custom', input: value, ...fault });
});

/** One id is that of the synthetic alert, which removes its customer when it is over. */
const customerSchema = customerRecordSchema.check(({ value, issues }) => {
  if (value.id === SYNTHETIC.customerId)
    issues.push({
      code: 'custom',
      input: value,
      path: ['id'],
      message: "this id is kept for Watchcase's own synthetic alert, choose another",
    });
});

/** Each kind with its form, and what its records refer to. */
export const kinds: Readonly<Record<RecordKind, KindOfRecord>> = {
  customers: { schema: customerSchema, references: none },
  sites: { schema: siteRecordSchema, references: ({ id }) => [ownCustomer(id)] },
  contacts: { schema: contactRecordSchema, references: (data) => one(data, 'customer', 'customers') },
  products: { schema: productRecordSchema, references: none },
  calendars: { schema: calendarSchema.extend(retired), references: none },
  policies: {
    schema: policySchema.extend(retired),
    references: (data) => [
      ...one(data, 'business', 'calendars'),
      ...hoursNamedIn(data).map((named) => ({ kind: 'calendars' as const, ...named })),
      ...namedInWarn(data['warn'] as ServicePolicy['warn']),
    ],
  },
  backupPolicies: {
    schema: backupPolicySchema.extend(retired),
    references: (data) => [
      ...many(data, ['jobs', 'customers'], 'customers'),
      ...many(data, ['jobs', 'sites'], 'sites'),
      ...many(data, ['jobs', 'hosts'], 'hosts'),
    ],
  },
  contracts: {
    schema: contractRecordSchema,
    references: (data) => [
      ...one(data, 'customer', 'customers'),
      ...one(data, 'policy', 'policies'),
      ...one(data, 'backup', 'backupPolicies'),
      ...one(data, 'calendar', 'calendars'),
      ...many(data, ['products'], 'products'),
      ...many(data, ['scope', 'categories'], 'categories'),
      ...many(data, ['scope', 'sites'], 'sites', String(data['customer'])),
      ...many(data, ['scope', 'hosts'], 'hosts', String(data['customer'])),
    ],
  },
  hosts: {
    schema: hostRecordSchema,
    references: (data) => [ownCustomer(data.id), ...one(data, 'product', 'products')],
  },
  people: { schema: personSchema, references: none },
  teams: {
    schema: teamRecordSchema,
    references: (data) => [
      ...many(data, ['members'], 'people'),
      ...one(data, 'lead', 'people'),
      ...one(data, 'manager', 'people'),
    ],
  },
  rotas: {
    schema: rotaSchema,
    references: (data) => [
      ...one(data, 'team', 'teams'),
      ...one(data, 'calendar', 'calendars'),
      ...many(data, ['sharesWith'], 'rotas'),
      ...namedInLayers(data),
    ],
  },
  absences: { schema: absenceSchema, references: (data) => one(data, 'person', 'people') },
  overrides: {
    schema: overrideSchema,
    references: (data) => [
      ...one(data, 'rota', 'rotas'),
      ...many(data, ['people'], 'people'),
      ...one(data, 'instead', 'people'),
    ],
  },
  swaps: {
    schema: swapSchema,
    references: (data) => [
      ...one(data, 'rota', 'rotas'),
      ...one(data, 'person', 'people'),
      ...one(data, 'with', 'people'),
    ],
  },
  categories: { schema: categoryRecordSchema, references: none },
  chains: {
    schema: chainSchema,
    references: (data) => [
      ...one(data, 'team', 'teams'),
      ...many(data, ['customers'], 'customers'),
      ...many(data, ['categories'], 'categories'),
      ...namedInChain(data as unknown as Chain),
    ],
  },
  playbooks: {
    schema: playbookRecordSchema,
    references: (data) => many(data, ['categories'], 'categories'),
  },
};

function namedInLayers(data: RecordData): Reference[] {
  const layers = data['layers'] as Rota['layers'];
  return layers.flatMap(({ people, calendar }, index) => [
    ...(calendar === undefined
      ? []
      : [{ path: ['layers', index, 'calendar'], kind: 'calendars' as const, id: calendar }]),
    ...people.flatMap((entry, slot) =>
      [entry].flat().map((id, place) => ({
        path: ['layers', index, 'people', slot, ...(typeof entry === 'string' ? [] : [place])],
        kind: 'people' as const,
        id,
      })),
    ),
  ]);
}

/** Sites and hosts begin with their customer's id. */
function ownCustomer(id: string): Reference {
  return { path: ['id'], kind: 'customers', id: id.split('.')[0] ?? '' };
}

function one(data: RecordData, field: string, kind: RecordKind): Reference[] {
  const id = data[field];
  return typeof id === 'string' ? [{ path: [field], kind, id }] : [];
}

function many(data: RecordData, path: readonly string[], kind: RecordKind, customer?: string): Reference[] {
  const list = path.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | undefined)?.[name],
    data,
  );
  if (!Array.isArray(list)) return [];
  return list.map((id, index) => ({
    path: [...path, index],
    kind,
    id: String(id),
    ...(customer === undefined ? {} : { customer }),
  }));
}
