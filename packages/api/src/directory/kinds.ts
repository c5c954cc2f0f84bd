import { z } from 'zod';

/** The kinds of records that the directory keeps, in the order in which one builds on another; each is a section of its YAML form. */
export const recordKinds = [
  'customers',
  'sites',
  'contacts',
  'products',
  'calendars',
  'policies',
  'backupPolicies',
  'contracts',
  'hosts',
  'people',
  'teams',
  'rotas',
  'absences',
  'overrides',
  'swaps',
  'categories',
  'chains',
  'playbooks',
] as const;
export const recordKindSchema = z.enum(recordKinds);
export type RecordKind = z.infer<typeof recordKindSchema>;
