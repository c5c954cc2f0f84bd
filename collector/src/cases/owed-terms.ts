import { createHash } from 'node:crypto';
import { BoundedMap } from '@watchcase/runtime';
import {
  type ClockEvent,
  readTerms,
  resolveBefore,
  type ResolveTerms,
  type Terms,
  type TermsContent,
  termsContentSchema,
  type TermsRef,
  termsRefSchema,
} from '@watchcase/sla';
import type { Store, Tx } from '../store/index.ts';

/** What is owed for a case that opens. */
export interface OwedTerms {
  ref: Omit<TermsRef, 'content'>;
  content: TermsContent;
}

/** What contracts ask about a case. */
export interface OwedSubject {
  customerId: string;
  siteId: string;
  /** Null where it is about no single host. */
  hostId: string | null;
  category: string;
  severity: string;
  /** Unix milliseconds. */
  at: number;
}

/**
 * Asks who keeps contracts; undefined where nobody does: the case is judged as before there were any. `unreadable`: what the contract names cannot be understood, and
 * somebody was told.
 */
export type AskTerms = (tx: Tx, subject: OwedSubject) => Promise<OwedTerms | 'unreadable' | undefined>;

/** Contents by their hash: what is named by its own hash can never be another, so that every store may share them. */
const read = new BoundedMap<string, (ref: TermsRef) => Terms>(1000);

/** What the first line of a new case says of its terms. */
export async function termsOfNew(
  tx: Tx,
  subject: OwedSubject,
  owed: AskTerms,
): Promise<{ terms?: TermsRef }> {
  const found = await owed(tx, subject);
  return typeof found === 'object' ? { terms: await keepTerms(tx, found) } : {};
}

/** Keeps what terms say, once; gives what a case's log has of them. */
export async function keepTerms(tx: Tx, { ref, content }: OwedTerms): Promise<TermsRef> {
  const data = JSON.stringify(content);
  const id = createHash('sha256').update(data).digest('hex');
  await tx
    .insertInto('case_terms')
    .values({ id, data })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return { ...ref, content: id };
}

/** What resolves the terms that a log names. Throws when the store has lost one. */
export async function resolverFor(
  db: Store['db'] | Tx,
  events: readonly ClockEvent[],
): Promise<ResolveTerms> {
  const named = events.flatMap(({ data }) => termsRefSchema.safeParse(data['terms']).data ?? []);
  for (const { content } of named) {
    if (read.has(content)) continue;
    const row = await db
      .selectFrom('case_terms')
      .select('data')
      .where('id', '=', content)
      .executeTakeFirstOrThrow();
    read.set(content, readTerms(termsContentSchema.parse(JSON.parse(row.data))));
  }
  const kept = new Map(named.map(({ content }) => [content, read.get(content)]));
  return (ref) => (ref === undefined ? undefined : kept.get(ref.content)?.(ref)) ?? resolveBefore(ref);
}
