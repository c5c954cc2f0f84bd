import { readFileSync } from 'node:fs';
import { isUserError } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { backupToolOptions } from '../../agent/src/backups/options.generated.ts';
import { backupTools } from '../../agent/src/backups/registry.generated.ts';
import type { BackupStatus } from '../../agent/src/contract.ts';
import { decideRuns } from '../../agent/src/schedule/index.ts';
import { readToolCase, recordedToolHost, type ToolCase, toolCases } from '../../agent/test/recorded-tool.ts';
import type { Store } from '../../collector/src/store/index.ts';
import { type Said, story } from '../harness/backup-story.ts';
import { seed } from '../harness/flow-house.ts';
import { describeEachStore } from '../harness/stores.ts';

/** What each recorded state of a real tool comes to: the agent's reader, the collector's flow, the policy, and exactly these alarms. */
const expected = parse(readFileSync(new URL('recorded-tools.yaml', import.meta.url), 'utf8')) as Record<
  string,
  string[]
>;
const MONTH = 30 * 86_400_000;
const POLICY = {
  jobs: {},
  schedule: { every: '1d' },
  grace: '1h',
  copies: [{ kind: 'local', maxAge: '26h' }],
  severity: { copies: 'critical', warnings: 'minor' },
};

/** All of them in the order of their moments. */
function recorded(): { name: string; tool: string; now: number; of: ToolCase }[] {
  return toolCases(Object.keys(backupTools))
    .map(({ tool, of: name, path }) => {
      const of = readToolCase(path);
      return { name: `${tool}/${name}`, tool, now: Date.parse(of.now), of };
    })
    .toSorted((a, b) => a.now - b.now);
}

async function statusesOf({
  tool,
  now,
  of,
}: ReturnType<typeof recorded>[number]): Promise<readonly BackupStatus[]> {
  const { host } = recordedToolHost(of);
  try {
    return (await backupTools[tool]?.status(backupToolOptions[tool]?.parse(of.options), host, now)) ?? [];
  } catch (error) {
    if (!isUserError(error)) throw error;
    return [];
  }
}

/** Alarms by the name of their job. */
async function alarmsOf(store: Store): Promise<Record<string, string[]>> {
  const rows = await store.db.selectFrom('alerts').selectAll().where('state', '=', 'firing').execute();
  const all: Record<string, string[]> = {};
  for (const { labels, rule, severity } of rows) {
    const { job, about = '' } = JSON.parse(labels) as { job: string; about?: string };
    (all[job] ??= []).push(`${severity} ${rule.replace('backup-policy/', '')} ${about}`.trim());
  }
  return Object.fromEntries(Object.entries(all).map(([job, list]) => [job, list.toSorted()]));
}

describeEachStore('what was recorded of real tools', (newDatabase) => {
  it('comes to exactly the alarms its policy says, and no other', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const cases = recorded();
    const clock = new ManualClock((cases[0]?.now ?? 0) - 60_000);
    const { say } = await story(store, POLICY, clock);
    const found: Record<string, string[]> = {};
    for (const one of cases) {
      await clock.advance(Math.max(0, one.now - clock.now()));
      const statuses = await statusesOf(one);
      const facts = statuses.flatMap(({ location, copies }) =>
        copies === undefined ? [] : [{ location, kind: 'local', at: clock.now(), ...copies }],
      );
      const states = statuses.map(({ runs = [] }) => ({ name: one.name, job: one.name, runs }));
      const { tell } = decideRuns(states, { told: {}, now: clock.now() });
      // It is a month old: what is not there now is lacking.
      const row = { host_id: 'acme.db1', job: one.name, output: '', news: 0, first_seen_at: one.now - MONTH };
      if (facts.length + tell.length > 0)
        await store.transaction((tx) => tx.insertInto('backup_jobs').values(row).execute());
      for (const fact of facts)
        await say(['backup_copies', { job: one.name, tool: one.tool, ...fact }] as Said);
      for (const { kind, data, time } of tell) await say([kind, data, time]);
      found[one.name] = (await alarmsOf(store))[one.name] ?? [];
    }
    expect(found).toEqual(expected);
  }, 120_000);
});

describe('recorded tools', () => {
  it('are all judged', () => {
    expect(
      recorded()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(expected).toSorted());
  });
});
