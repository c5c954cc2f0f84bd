import { z } from 'zod';
import { chatUserSchema } from '../chat.ts';
import { fields, listOfOnce } from './fields.ts';

/** A company that is served. */
export const customerRecordSchema = z
  .object({
    id: fields.id,
    name: fields.name,
    tags: listOfOnce(fields.word).optional(),
    zone: fields.zone.optional(),
    /** Whose it is among rotas. */
    region: fields.word.optional(),
    note: fields.text.optional(),
    retired: fields.retired.optional(),
  })
  .strict();

/** A place of a customer, with a network of its own; `id` is `customer.site`. */
export const siteRecordSchema = z
  .object({
    id: fields.placedId,
    name: fields.name,
    address: fields.text.optional(),
    /** The customer's where it says none. */
    zone: fields.zone.optional(),
    /** The customer's where it says none. */
    region: fields.word.optional(),
    /** What targets on site allow for the way there. */
    travelAllowance: fields.duration.optional(),
    note: fields.text.optional(),
    retired: fields.retired.optional(),
  })
  .strict();

/** A person at a customer. */
export const contactRecordSchema = z
  .object({
    id: fields.id,
    customer: fields.id,
    name: fields.name,
    role: fields.line.optional(),
    phone: fields.phone.optional(),
    mail: fields.mail.optional(),
    language: fields.language.optional(),
    /** May sign in to the customer's portal. */
    portal: z.boolean().optional(),
    retired: fields.retired.optional(),
  })
  .strict();

/** What is installed and served. */
export const productRecordSchema = z
  .object({
    id: fields.id,
    name: fields.name,
    tags: listOfOnce(fields.word).optional(),
    note: fields.text.optional(),
    retired: fields.retired.optional(),
  })
  .strict();

/** What work outside a flat price costs. */
const ratesSchema = z
  .object({
    currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency such as CNY'),
    /** An hour of work. */
    labour: fields.money.optional(),
    /** An hour on the way. */
    travel: fields.money.optional(),
  })
  .strict();

/** What a contract is about; what it does not name is all of it. */
const scopeSchema = z
  .object({
    categories: listOfOnce(fields.id).optional(),
    sites: listOfOnce(fields.placedId).optional(),
    hosts: listOfOnce(fields.placedId).optional(),
  })
  .strict();

/** What is promised to a customer, and how long. */
export const contractRecordSchema = z
  .object({
    id: fields.id,
    customer: fields.id,
    name: fields.name.optional(),
    /** None: all of them. */
    products: listOfOnce(fields.id).optional(),
    policy: fields.id,
    /** The backup policy for jobs that none chooses by itself. */
    backup: fields.id.optional(),
    /** In place of the calendar that the policy names for its working hours. */
    calendar: fields.id.optional(),
    /** First and last day, in the customer's zone. */
    from: fields.day,
    to: fields.day,
    scope: scopeSchema.optional(),
    /** Visits on site that are paid for. */
    includedVisits: z.number().int().min(0).max(1000).optional(),
    rates: ratesSchema.optional(),
    note: fields.text.optional(),
    retired: fields.retired.optional(),
  })
  .strict()
  .refine(({ from, to }) => from <= to, { message: 'must not be before "from"', path: ['to'] });

/** What people know of a machine that its agent does not tell; `id` is `customer.host`. */
export const hostRecordSchema = z
  .object({
    id: fields.placedId,
    role: fields.line.optional(),
    tags: listOfOnce(fields.word).optional(),
    product: fields.id.optional(),
    note: fields.text.optional(),
  })
  .strict();

/** One of us. */
export const personRecordSchema = z
  .object({
    id: fields.id,
    name: fields.name,
    mail: fields.mail.optional(),
    phone: fields.phone.optional(),
    language: fields.language.optional(),
    zone: fields.zone.optional(),
    skills: listOfOnce(fields.word).optional(),
    regions: listOfOnce(fields.word).optional(),
    /** Who they are where pages are answered by chat. */
    chat: listOfOnce(chatUserSchema).optional(),
    retired: fields.retired.optional(),
  })
  .strict();

/** People who answer together. */
export const teamRecordSchema = z
  .object({
    id: fields.id,
    name: fields.name,
    members: listOfOnce(fields.id).optional(),
    /** Told when time runs short, and when it has run out. */
    lead: fields.id.optional(),
    manager: fields.id.optional(),
    retired: fields.retired.optional(),
  })
  .strict();

/** What kind of fault it is: chooses skill and playbook. */
export const categoryRecordSchema = z
  .object({
    id: fields.id,
    name: fields.words,
    skill: fields.word.optional(),
    retired: fields.retired.optional(),
  })
  .strict();

/** Steps to go through with faults of some categories or rules. */
export const playbookRecordSchema = z
  .object({
    id: fields.id,
    title: fields.words,
    /** For faults of these categories … */
    categories: listOfOnce(fields.id).optional(),
    /** … and for alerts of these rules, `pack/rule`. */
    rules: listOfOnce(fields.line).optional(),
    steps: z.array(fields.words).min(1).max(50),
    retired: fields.retired.optional(),
  })
  .strict();

export type CustomerRecord = z.infer<typeof customerRecordSchema>;
export type SiteRecord = z.infer<typeof siteRecordSchema>;
export type ContactRecord = z.infer<typeof contactRecordSchema>;
export type ContractRecord = z.infer<typeof contractRecordSchema>;
export type HostRecord = z.infer<typeof hostRecordSchema>;
export type PersonRecord = z.infer<typeof personRecordSchema>;
export type TeamRecord = z.infer<typeof teamRecordSchema>;
export type CategoryRecord = z.infer<typeof categoryRecordSchema>;
export type PlaybookRecord = z.infer<typeof playbookRecordSchema>;
