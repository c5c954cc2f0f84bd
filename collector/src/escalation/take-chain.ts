import { createHash } from 'node:crypto';
import { answersFor, type Chain, chainFor, chainSchema } from '@watchcase/oncall';
import { BoundedMap } from '@watchcase/runtime';
import { type DirectoryRecord, isRetired, type Snapshot } from '../directory/index.ts';
import type { CaseEvent } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import type { Escalation } from './contract.ts';

/** Contents by their hash: what is named by its own hash can never be another, so that every store may share them. */
const read = new BoundedMap<string, Chain>(1000);

/** The chains of a directory that are in use, made ready once for each snapshot. */
const inUse = new WeakMap<Snapshot, readonly { record: DirectoryRecord; chain: Chain }[]>();

/** Chains in use. */
export function chainsOf(directory: Snapshot): readonly { record: DirectoryRecord; chain: Chain }[] {
  let chains = inUse.get(directory);
  if (chains === undefined) {
    chains = directory
      .all('chains')
      .filter((record) => !isRetired(record))
      .map((record) => ({ record, chain: chainSchema.strip().parse(record.data) }));
    inUse.set(directory, chains);
  }
  return chains;
}

/**
 * The chain that a case is given because of new lines in its log (pure); undefined where it keeps what it has. It is given one when it opens, another one when it is
 * given to another team that has one, and where the one it has does not answer for how severe it is now.
 */
export function chainToTake(
  it: Escalation,
  events: readonly Pick<CaseEvent, 'kind'>[],
  { directory, customer }: { directory: Snapshot; customer: string },
): { record: DirectoryRecord; because: string } | undefined {
  const { category, severity, team, copy } = it;
  const has = (...kinds: CaseEvent['kind'][]) => events.some(({ kind }) => kinds.includes(kind));
  const find = (ofTeam?: string) => {
    const chains = chainsOf(directory).map(({ chain }) => chain);
    const found = chainFor(chains, { customer, category, severity, team: ofTeam });
    return found === undefined ? undefined : directory.get('chains', found.id);
  };
  if (has('assigned') && team !== null && team !== copy?.chain.team) {
    const record = find(team);
    if (record !== undefined) return { record, because: 'team' };
  }
  const isNew = has('opened', 'reopened');
  const isGraded = has('severity-raised', 'severity-changed');
  const fits = copy !== null && answersFor(copy.chain, { customer, category, severity });
  if (!isNew && (!isGraded || fits)) return undefined;
  const record = find();
  if (record === undefined || (record.id === copy?.id && record.version === copy.version)) return undefined;
  return { record, because: isNew ? 'opened' : 'severity' };
}

/** Keeps what a chain says, once; gives what a case's log has of it. */
export async function keepChain(
  tx: Tx,
  { record, because }: { record: DirectoryRecord; because: string },
): Promise<Record<string, unknown>> {
  const chain = chainSchema.strip().parse(record.data);
  const data = JSON.stringify(chain);
  const content = createHash('sha256').update(data).digest('hex');
  await tx
    .insertInto('case_chains')
    .values({ id: content, data })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  read.set(content, chain);
  const { id, version } = record;
  return { chain: id, version, content, name: chain.name ?? id, team: chain.team, because };
}

/** What resolves the chains that a log names. Throws when the store has lost one. */
export async function chainResolver(
  db: Store['db'] | Tx,
  events: readonly Pick<CaseEvent, 'kind' | 'data'>[],
): Promise<(content: string) => Chain> {
  const named = events.filter(({ kind }) => kind === 'chain').map(({ data }) => String(data['content']));
  for (const content of named) {
    if (read.has(content)) continue;
    const row = await db
      .selectFrom('case_chains')
      .select('data')
      .where('id', '=', content)
      .executeTakeFirstOrThrow();
    read.set(content, chainSchema.strip().parse(JSON.parse(row.data)));
  }
  const kept = new Map(named.map((content) => [content, read.get(content)]));
  return (content) => {
    const chain = kept.get(content) ?? read.get(content);
    if (chain === undefined) throw new Error(`the chain ${content} was not read`);
    return chain;
  };
}
