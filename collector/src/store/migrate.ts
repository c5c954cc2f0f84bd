import { UserError } from '@watchcase/runtime';
import { type Kysely, sql } from 'kysely';
import type { Dialect, Migration } from './migration.ts';
import { initial } from './migrations/0001-initial.ts';
import { shards } from './migrations/0002-shards.ts';
import { heldLevels } from './migrations/0003-held-levels.ts';
import { titlesInChinese } from './migrations/0004-titles-in-chinese.ts';
import { siteCases } from './migrations/0005-site-cases.ts';
import { namesAndEnds } from './migrations/0006-names-and-ends.ts';
import { whatPagesSaid } from './migrations/0007-what-pages-said.ts';
import { judgedBlocks } from './migrations/0008-judged-blocks.ts';
import { backupRuns } from './migrations/0009-backup-runs.ts';
import { whatHostsSay } from './migrations/0010-what-hosts-say.ts';
import { lifeOfCases } from './migrations/0011-life-of-cases.ts';
import { casesByHand } from './migrations/0012-cases-by-hand.ts';
import { knowledge } from './migrations/0013-knowledge.ts';
import { directory } from './migrations/0014-directory.ts';
import { followUps } from './migrations/0015-follow-ups.ts';
import { termsOfCases } from './migrations/0016-terms-of-cases.ts';
import { accounts } from './migrations/0017-accounts.ts';
import { listsOfCases } from './migrations/0018-lists-of-cases.ts';
import { figuresOfCases } from './migrations/0019-figures-of-cases.ts';
import { monthlyCalls } from './migrations/0020-monthly-calls.ts';
import { missedTargets } from './migrations/0021-missed-targets.ts';
import { whatIsOwed } from './migrations/0022-what-is-owed.ts';
import { dutyFeeds } from './migrations/0023-duty-feeds.ts';
import { addressesOfPages } from './migrations/0024-addresses-of-pages.ts';
import { syntheticAlerts } from './migrations/0025-synthetic-alerts.ts';
import { chatSeen } from './migrations/0026-chat-seen.ts';
import { escalations } from './migrations/0027-escalations.ts';
import { contactMethods } from './migrations/0028-contact-methods.ts';
import { audits } from './migrations/0029-audits.ts';
import { clientKeys } from './migrations/0030-client-keys.ts';
import { whatPeopleGot } from './migrations/0031-what-people-got.ts';
import { rollouts } from './migrations/0032-rollouts.ts';
import { backupFacts } from './migrations/0033-backup-facts.ts';
import { pingAddresses } from './migrations/0034-ping-addresses.ts';
import { factsByAge } from './migrations/0035-facts-by-age.ts';
import { backupDays } from './migrations/0036-backup-days.ts';
import { feeds } from './migrations/0037-feeds.ts';
import { unusableCopies } from './migrations/0038-unusable-copies.ts';
import { evidenceFiles } from './migrations/0039-evidence-files.ts';
import { hostsBySite } from './migrations/0040-hosts-by-site.ts';
import { lookedForAtNight } from './migrations/0041-what-is-looked-for-at-night.ts';
import { whenCopiesExpire } from './migrations/0042-when-copies-expire.ts';
import { howCopiesAreSpread } from './migrations/0043-how-copies-are-spread.ts';
import type { Tables } from './tables.ts';

/** In order; a step that has been released is never changed. */
const migrations: readonly Migration[] = [
  initial,
  shards,
  heldLevels,
  titlesInChinese,
  siteCases,
  namesAndEnds,
  whatPagesSaid,
  judgedBlocks,
  backupRuns,
  whatHostsSay,
  lifeOfCases,
  casesByHand,
  knowledge,
  directory,
  followUps,
  termsOfCases,
  accounts,
  listsOfCases,
  figuresOfCases,
  monthlyCalls,
  missedTargets,
  whatIsOwed,
  dutyFeeds,
  addressesOfPages,
  syntheticAlerts,
  chatSeen,
  escalations,
  contactMethods,
  audits,
  clientKeys,
  whatPeopleGot,
  rollouts,
  backupFacts,
  pingAddresses,
  factsByAge,
  backupDays,
  feeds,
  unusableCopies,
  evidenceFiles,
  hostsBySite,
  lookedForAtNight,
  whenCopiesExpire,
  howCopiesAreSpread,
];
/** The schema that this program knows. */
export const newestSchema = migrations.length;
const VERSION = 'schema_version';
/** Any fixed number: two collectors that start at once take turns. */
const MIGRATION_LOCK = 7_240_113;

/** Which schema a database has; 0 where it has none. */
export async function readSchemaVersion(db: Kysely<Tables>): Promise<number> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'meta')) return 0;
  const row = await db.selectFrom('meta').select('value').where('key', '=', VERSION).executeTakeFirst();
  return Number(row?.value ?? 0);
}

/** Brings the schema up to date. A database newer than this program is refused with STORE_TOO_NEW. */
export async function migrate(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx);
    await tx.schema
      .createTable('meta')
      .ifNotExists()
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    const row = await tx.selectFrom('meta').select('value').where('key', '=', VERSION).executeTakeFirst();
    const version = Number(row?.value ?? 0);
    if (version > migrations.length) throw tooNew(version);
    for (const step of migrations.slice(version)) await step(tx, dialect);
    await tx
      .insertInto('meta')
      .values({ key: VERSION, value: String(migrations.length) })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: String(migrations.length) }))
      .execute();
  });
}

function tooNew(version: number): UserError {
  return new UserError({
    code: 'STORE_TOO_NEW',
    place: 'store',
    message: `the database has schema ${version}, this program knows up to ${migrations.length}`,
    fix: 'start the newer program that wrote it, or restore a backup from before the upgrade',
  });
}
