import { type AgentPackage, compareVersions, UPGRADES_SERIES } from '@watchcase/protocol';
import type { Selectable } from 'kysely';
import type { Store, Tables } from '../store/index.ts';
import type { AskedHost } from './decide-rollout.ts';

/** A version on its way. */
export type RolloutRow = Selectable<Tables['rollouts']>;

/** A host that takes other versions from us, and could have one now. */
export interface Taker {
  host: string;
  version: string | null;
  unread: number;
}

type Db = Pick<Store['db'], 'selectFrom'>;

/** The one that is under way; undefined without one. */
export function runningRollout(db: Db): Promise<RolloutRow | undefined> {
  return db.selectFrom('rollouts').selectAll().where('state', '=', 'running').executeTakeFirst();
}

/** Its hosts, in the order in which they were asked. */
export async function askedHosts(db: Db, rolloutId: number): Promise<(AskedHost & { reason: string })[]> {
  const rows = await db
    .selectFrom('rollout_hosts')
    .innerJoin('hosts', 'hosts.id', 'rollout_hosts.host_id')
    .selectAll('rollout_hosts')
    .select(['hosts.presence', 'hosts.presence_since', 'hosts.unread'])
    .where('rollout_id', '=', rolloutId)
    .where('hosts.retired_at', 'is', null)
    .orderBy('asked_at')
    .orderBy('host_id')
    .execute();
  return rows.map((row) => ({
    host: row.host_id,
    stage: row.stage,
    askedAt: row.asked_at,
    outcome: row.outcome,
    outcomeAt: row.outcome_at,
    code: row.code ?? '',
    reason: row.reason ?? '',
    isOnline: row.presence === 'online',
    presenceSince: row.presence_since,
    unreadBefore: row.unread_before,
    unread: countOf(row.unread),
  }));
}

/** Every host that is online, takes upgrades and has a platform that there are packages for; whatever version it runs. */
export async function takers(db: Db, packages: readonly AgentPackage[]): Promise<Taker[]> {
  const layouts = await layoutsOfTakers(db);
  const rows = await db
    .selectFrom('hosts')
    .select(['id', 'agent_version', 'platform', 'streams', 'unread'])
    .where('presence', '=', 'online')
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows
    .filter(
      ({ platform, streams }) =>
        packages.some((one) => isFor(one.platform, platform ?? '')) &&
        Object.values(JSON.parse(streams) as Record<string, string>).some((id) => layouts.has(id)),
    )
    .map((row) => ({ host: row.id, version: row.agent_version, unread: countOf(row.unread) }));
}

/** Those that could be asked to run `version`: they run an older one, and were not asked before. */
export function candidatesOf(
  all: readonly Taker[],
  { version, first_host: first }: Pick<RolloutRow, 'version' | 'first_host'>,
  asked: readonly AskedHost[],
): Taker[] {
  const known = new Set(asked.map(({ host }) => host));
  return all
    .filter((one) => !known.has(one.host) && compareVersions(one.version ?? '', version) < 0)
    .toSorted((a, b) => Number(b.host === first) - Number(a.host === first));
}

/** A host says `linux 6.1.0 x64`; a package is for `linux-x64`, or a form of that. */
function isFor(platform: string, said: string): boolean {
  const words = said.split(' ');
  const own = `${words[0]}-${words.at(-1)}`;
  return platform === own || platform.startsWith(`${own}-`);
}

async function layoutsOfTakers(db: Db): Promise<ReadonlySet<string>> {
  const { measurement, field } = UPGRADES_SERIES;
  const rows = await db
    .selectFrom('layouts')
    .select(['id', 'content'])
    .where('content', 'like', `%["${field}",%`)
    .execute();
  const has = (content: string) =>
    (JSON.parse(content) as { groups: { measurement: string; fields: [string][] }[] }).groups.some(
      (group) => group.measurement === measurement && group.fields.some(([name]) => name === field),
    );
  return new Set(rows.filter(({ content }) => has(content)).map(({ id }) => id));
}

function countOf(unread: string | null): number {
  return unread === null ? 0 : (JSON.parse(unread) as unknown[]).length;
}
