import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { decideExpired } from './decide-expired.ts';
import { deleteExpired } from './delete-expired.ts';
import { type Store, startHousekeeping, type Tx } from './index.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 2, 3, 17);

describeEachStore('housekeeping', (newDatabase) => {
  it('deletes what nobody needs any more, and nothing else', async () => {
    const store = await (await newDatabase()).open();
    await store.transaction(fill);
    const deleted = await store.transaction((tx) => deleteExpired(tx, decideExpired(NOW)));
    expect(deleted).toEqual({
      access: 1,
      enrolments: 2,
      epochs: 1,
      alerts: 3,
      errands: 1,
      attachments: 0,
      chat_seen: 1,
      backup_facts: 1,
      evidence_files: 0,
      backup_months: 1,
      layouts: 0,
    });
    expect(await names(store)).toEqual({
      access: ['api without end', 'session until tomorrow'],
      enrolments: ['expired 89 d ago', 'used 89 d ago', 'waits'],
      epochs: ['db1 2', 'db1 3', 'db2 1'],
      alerts: ['firing for years', 'frozen for years', 'of an open case', 'resolved 399 d ago'],
      facts: ['drill failed 401 d ago', 'drill passed 500 d ago', 'run ok 399 d ago'],
    });
  });

  it('runs by itself and survives a failure', async () => {
    const store = await (await newDatabase()).open();
    await store.transaction(fill);
    let failing = true;
    const housekeeping = startHousekeeping({
      store: {
        optimize: store.optimize,
        transaction: (work) => (failing ? Promise.reject(new Error('disk full')) : store.transaction(work)),
      },
      clock: new ManualClock(NOW),
      log: createLog('test', 'silent'),
    });
    await housekeeping.run();
    expect((await names(store)).access).toHaveLength(3);
    failing = false;
    await housekeeping.run();
    expect((await names(store)).access).toHaveLength(2);
    await housekeeping.stop();
  });
});

async function fill(tx: Tx): Promise<void> {
  const said = (days: number) => ({ key: `ops ${days}`, at: NOW - days * DAY, done_at: null });
  await tx
    .insertInto('chat_seen')
    .values([said(6), said(8)])
    .execute();
  const access = (name: string, expires_at: number | null) => ({
    token_sha256: name,
    kind: 'session' as const,
    name,
    created_at: 0,
    expires_at,
    used_at: null,
  });
  await tx
    .insertInto('access')
    .values([
      access('session until yesterday', NOW - DAY),
      access('session until tomorrow', NOW + DAY),
      access('api without end', null),
    ])
    .execute();
  const enrolment = (name: string, expires_at: number, used_at: number | null) => ({
    token_sha256: name,
    customer_id: 'acme',
    site_id: 'main',
    created_at: 0,
    expires_at,
    used_at,
    host_id: null,
  });
  await tx
    .insertInto('enrolments')
    .values([
      enrolment('waits', NOW + DAY, null),
      enrolment('used 89 d ago', NOW + DAY, NOW - 89 * DAY),
      enrolment('used 91 d ago', NOW + DAY, NOW - 91 * DAY),
      enrolment('expired 89 d ago', NOW - 89 * DAY, null),
      enrolment('expired 91 d ago', NOW - 91 * DAY, null),
    ])
    .execute();
  const errand = (created_at: number, answer: string | null) => ({
    shard: 0,
    body: '{}',
    created_at,
    answer,
  });
  await tx
    .insertInto('errands')
    .values([errand(NOW - 2 * DAY, '{}'), errand(NOW - 2 * DAY, null), errand(NOW, '{}')])
    .execute();
  const fact = (kind: 'run' | 'drill', outcome: string, days: number) => ({
    host_id: 'db1',
    job: 'erp',
    kind,
    id: `${kind} ${outcome} ${days} d ago`,
    at: NOW - days * DAY,
    started_at: null,
    outcome,
    bytes: null,
    files: null,
    location: '',
    detail: '',
  });
  await tx
    .insertInto('backup_months')
    .values([
      // January 2025 and December 2024: 400 days before March 2026 is in January.
      { host_id: 'acme.a', job: 'erp', month: 55 * 12, days: '[]' },
      { host_id: 'acme.a', job: 'erp', month: 55 * 12 - 1, days: '[]' },
    ])
    .execute();
  await tx
    .insertInto('backup_facts')
    .values([
      fact('run', 'ok', 399),
      fact('run', 'ok', 401),
      fact('drill', 'failed', 401),
      fact('drill', 'passed', 500),
    ])
    .execute();
  await fillHosts(tx);
  await fillAlerts(tx);
}

async function fillHosts(tx: Tx): Promise<void> {
  await tx.insertInto('customers').values({ id: 'acme', name: 'Acme', created_at: 0 }).execute();
  const host = (id: string, live_epoch: number) => ({
    id,
    customer_id: 'acme',
    site_id: 'main',
    name: id,
    created_at: 0,
    presence: 'offline' as const,
    presence_since: 0,
    session: 1,
    live_epoch,
    clock_offset_ms: 0,
    streams: '{}',
  });
  await tx
    .insertInto('hosts')
    .values([host('db1', 3), host('db2', 1)])
    .execute();
  const epoch = (host_id: string, number: number, updated_at: number) => ({
    host_id,
    epoch: number,
    seq: 9,
    updated_at,
  });
  await tx
    .insertInto('epochs')
    .values([
      epoch('db1', 1, NOW - 61 * DAY),
      epoch('db1', 2, NOW - 59 * DAY),
      epoch('db1', 3, NOW),
      epoch('db2', 1, NOW - 900 * DAY),
    ])
    .execute();
}

async function fillAlerts(tx: Tx): Promise<void> {
  const caseOf = async (unresolved: number) => {
    const row = {
      group_key: String(unresolved),
      unresolved,
      title: '',
      state: 'open' as const,
      severity: 'minor',
      severity_rank: 1,
      category: 'software',
      customer_id: 'acme',
      site_id: 'main',
      host_id: 'db1',
      opened_at: 0,
      detected_late: 0,
      breached: 0,
      policy: 'standard@1',
      last_seq: 0,
    };
    return (await tx.insertInto('cases').values(row).returning('id').executeTakeFirstOrThrow()).id;
  };
  const [open, ended] = [await caseOf(1), await caseOf(0)];
  const alert = (
    id: string,
    state: 'resolved' | 'inactive' | 'firing' | 'frozen',
    days: number,
    case_id: number | null,
  ) => ({
    id,
    rule: 'r',
    host_id: 'db1',
    labels: '{}',
    title: '',
    category: 'software',
    group_key: '',
    runbook: null,
    severity: 'minor',
    state,
    frozen_from: null,
    active_since: 0,
    held_ms: 0,
    held_levels: '{}',
    quiet_ms: null,
    last_true: 0,
    last_sample: NOW - days * DAY,
    fired_at: null,
    resolved_at: null,
    value: null,
    unit: '',
    threshold: null,
    series: null,
    interval_ms: 15_000,
    case_id,
  });
  await tx
    .insertInto('alerts')
    .values([
      alert('resolved 399 d ago', 'resolved', 399, ended),
      alert('resolved 401 d ago', 'resolved', 401, ended),
      alert('cleared 401 d ago', 'inactive', 401, null),
      alert('ended by a person 401 d ago', 'inactive', 401, ended),
      alert('of an open case', 'resolved', 500, open),
      alert('firing for years', 'firing', 900, ended),
      alert('frozen for years', 'frozen', 900, null),
    ])
    .execute();
}

async function names(
  store: Store,
): Promise<Record<'access' | 'enrolments' | 'epochs' | 'alerts' | 'facts', string[]>> {
  const access = await store.db.selectFrom('access').select('name').execute();
  const enrolments = await store.db.selectFrom('enrolments').select('token_sha256 as name').execute();
  const epochs = await store.db.selectFrom('epochs').select(['host_id', 'epoch']).execute();
  const alerts = await store.db.selectFrom('alerts').select('id as name').execute();
  const facts = await store.db.selectFrom('backup_facts').select('id as name').execute();
  const sorted = (rows: { name: string }[]) => rows.map((row) => row.name).sort();
  return {
    access: sorted(access),
    enrolments: sorted(enrolments),
    epochs: sorted(epochs.map((row) => ({ name: `${row.host_id} ${row.epoch}` }))),
    alerts: sorted(alerts),
    facts: sorted(facts),
  };
}
