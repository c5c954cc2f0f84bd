import type { OutsideReason } from '@watchcase/api';
import { ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dutyRoster } from '../../../test/harness/duty-roster.ts';
import { statementCounter } from '../../../test/harness/count-statements.ts';
import { openPagedStore, type PagedStore } from '../../../test/harness/paged-case.ts';
import { changeOf } from '../../../test/harness/cases-in-steps.ts';
import { commitAlerts } from '../alerts/index.ts';
import { composePage } from './compose.ts';
import { dutySchema } from './config.ts';
import { verifyLink } from './links.ts';
import { createRoster } from './roster.ts';
import { pageText } from './texts.ts';

const duty = dutySchema.parse([
  { name: 'Ada', channels: ['hook'] },
  { name: '王芳', language: 'zh-CN', channels: ['hook'] },
]);
const needs = {
  publicUrl: 'https://wc.example',
  linkSecret: 's',
  roster: dutyRoster(duty),
  hint: () => Promise.resolve(undefined),
};

let clock: ManualClock;
let paged: PagedStore;
beforeEach(async () => {
  clock = new ManualClock();
  paged = await openPagedStore();
});
afterEach(() => paged.stop());

/** The message of a page of a new case for this person; alerts in words (`1 fire disk minor`) are the case's, with titles of their own. */
async function composed(
  person: string,
  more: {
    reason?: string;
    recoveredAt?: number | null;
    alerts?: [words: string, title: string][];
    outside?: OutsideReason | null;
  } = {},
) {
  const id = await paged.addPage({ channel: 'hook', at: clock.now(), person, ...more });
  const row = await paged.store.db
    .selectFrom('pages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await paged.store.transaction(async (tx) => {
    const set = {
      title_zh: '/var 已满',
      recovered_at: more.recoveredAt ?? null,
      outside: more.outside ?? null,
    };
    await tx.updateTable('cases').set(set).execute();
    const changes = (more.alerts ?? []).map(([words, title]) => ({
      ...changeOf(words.split(' ')),
      title: { en: title, 'zh-CN': `（${title}）` },
    }));
    await commitAlerts(tx, changes);
    await tx.updateTable('alerts').set({ case_id: row.case_id }).execute();
  });
  return composePage(paged.store.db, row, needs);
}

it.each([
  ['Ada', 'en', 'Disk /var is full'],
  ['王芳', 'zh-CN', '/var 已满'],
  ['somebody no longer on duty', 'en', 'Disk /var is full'],
])('%s reads the title in %s', async (person, language, title) => {
  const page = await composed(person);
  expect(page).toMatchObject({ language, case: { title }, facts: [title] });
});

it('who is in the directory is called by name there, also where they acknowledge', async () => {
  const id = await paged.addPage({ channel: 'hook', at: clock.now(), person: 'zhao' });
  const row = await paged.store.db
    .selectFrom('pages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const roster = createRoster({
    duty: [],
    people: [{ id: 'zhao', name: '赵敏', language: 'zh-CN', zone: 'Asia/Shanghai' }],
  });
  const page = await composePage(paged.store.db, row, { ...needs, roster: () => Promise.resolve(roster) });
  expect(page).toMatchObject({ person: '赵敏', language: 'zh-CN', zone: 'Asia/Shanghai' });
  const token = page.acknowledgeUrl.split('/').at(-1) ?? '';
  expect(verifyLink('s', token, clock.now())).toMatchObject({ person: '赵敏' });
});

it.each([
  ['Ada', 'and 5 more'],
  ['王芳', '另有 5 条'],
])('%s reads of many alerts the first, and how many more there are', async (person, last) => {
  const alerts = Array.from({ length: 25 }, (_, at): [string, string] => [
    `1 fire a${at} minor`,
    `disk ${at}`,
  ]);
  const { facts } = await composed(person, { alerts });
  expect([facts.length, facts.at(-1)]).toEqual([21, last]);
});

it('that no contract pays stands in a line of the page', async () => {
  const page = await composed('Ada', { outside: 'ended' });
  expect(pageText(page).lines).toContain('Advice only / chargeable: the contract has ended');
  const chinese = await composed('王芳', { outside: 'product' });
  expect(pageText(chinese).lines).toContain('仅提供建议 / 需收费：合同不含此产品');
  const covered = await composed('Ada', { outside: null });
  expect(pageText(covered).lines.join('\n')).not.toContain('Advice only');
});

describe('what a page says is true when it goes out', () => {
  const kinds: [reason: string, wrong: [string, string], recovered: [string, string]][] = [
    ['opened', ['New case', '新故障单'], ['A fault came and went', '故障出现后已自行恢复']],
    [
      'raised',
      ['The case became more severe', '故障单级别升高'],
      ['The fault is over; it had become more severe', '故障已恢复（级别曾升高）'],
    ],
    [
      'reopened',
      ['The case is open again', '故障单重新打开'],
      ['The fault had come back, and is over', '故障曾再次出现，现已恢复'],
    ],
    [
      'worsened',
      ['A more severe fault has joined the case', '故障单中出现更严重的故障'],
      ['The fault is over; a more severe one had joined it', '故障已恢复（曾出现更严重的故障）'],
    ],
    [
      'given-back',
      ['Nobody has the case any more', '故障单已被退回，无人处理'],
      ['Nobody has the case any more', '故障单已被退回，无人处理'],
    ],
    [
      'handed-on',
      ['The case was handed on to you', '故障单已转交给您'],
      ['The case was handed on to you', '故障单已转交给您'],
    ],
    [
      'warning',
      ['Nobody has answered yet', '尚无人响应'],
      ['Nobody has answered; the fault is over', '尚无人响应，故障已恢复'],
    ],
    ['breached', ['Target missed', '已超时'], ['Target missed', '已超时']],
    ['recovered', ['The fault is over', '故障已恢复'], ['The fault is over', '故障已恢复']],
    [
      'recurred',
      ['The fault is back', '故障再次出现'],
      ['The fault had come back, and is over', '故障曾再次出现，现已恢复'],
    ],
  ];
  const each = kinds.flatMap(([reason, wrong, recovered]) => [
    { reason, state: 'wrong', said: wrong },
    { reason, state: 'recovered', said: recovered },
  ]);

  it.each(each)('"$reason" while it is $state', async ({ reason, state, said }) => {
    const isOver = state === 'recovered';
    const recoveredAt = isOver ? clock.now() - 1000 : null;
    for (const [index, person] of ['Ada', '王芳'].entries()) {
      const alerts: [string, string][] = isOver ? [] : [[`1 fire a critical`, 'Disk /var is 97 % full']];
      const { subject, lines } = pageText(await composed(person, { reason, recoveredAt, alerts }));
      expect(lines[0]).toMatch(new RegExp(`^C-\\d+: ${said[index]}$`));
      const marks = isOver ? ['[RECOVERED]', '[已恢复]'] : ['[CRITICAL]', '[紧急]'];
      expect(subject.startsWith(marks[index] ?? '')).toBe(true);
      const claims = lines.filter((line) => line.startsWith('- '));
      expect(claims).toHaveLength(isOver ? 0 : 1);
    }
  });
});

it('at 97 % a page says 97 %, whatever the case was called at 82 %, and the worst comes first', async () => {
  const page = await composed('Ada', {
    alerts: [
      ['1 fire a minor', '/home is 81 % full'],
      ['2 fire b critical', '/var is 97 % full'],
    ],
  });
  expect(page.case.title).toBe('/var is 97 % full');
  expect(page.facts).toEqual(['/var is 97 % full', '/home is 81 % full']);
});

it('of equally bad alerts the one the case is called after names the page', async () => {
  const page = await composed('Ada', {
    alerts: [
      ['1 fire a critical', '/home is full'],
      ['2 fire b critical', 'Disk /var is full'],
    ],
  });
  expect(page.case.title).toBe('Disk /var is full');
});

it.each([
  ['respond', 'Target missed: nobody has answered in time', '已超时：无人按时响应'],
  ['resolve', 'Target missed: not solved in time', '已超时：未按时解决'],
] as const)('a missed target is named: %s', async (target, ...said) => {
  for (const [index, person] of ['Ada', '王芳'].entries()) {
    const page = await composed(person, { reason: 'breached' });
    expect(pageText({ ...page, missed: [target] }).lines[0]).toBe(`${page.case.number}: ${said[index]}`);
  }
});

it('why a backup run failed is told in the last words of the run', async () => {
  const id = await paged.addPage({ channel: 'hook', at: clock.now(), person: 'Ada' });
  const page = await paged.store.db
    .selectFrom('pages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await paged.store.transaction(async (tx) => {
    const title = { en: 'Last backup run of erp2 failed', 'zh-CN': 'erp2 备份失败' };
    await commitAlerts(tx, [{ ...changeOf(['1', 'fire', 'a', 'major']), title, labels: { job: 'erp2' } }]);
    await tx.updateTable('alerts').set({ case_id: page.case_id }).execute();
    const output = 'reading /srv/erp2\nFatal: wrong password or no key found\n\n';
    const job = { host_id: 'acme.db1', job: 'erp2', ok: 0, output };
    await tx.insertInto('backup_jobs').values(job).execute();
  });
  const { facts } = await composePage(paged.store.db, page, needs);
  expect(facts).toEqual(['Last backup run of erp2 failed: Fatal: wrong password or no key found']);
});

it('says why a watched backup cannot be read, in the words of the agent', async () => {
  const id = await paged.addPage({ channel: 'hook', at: clock.now() });
  await paged.store.transaction(async (tx) => {
    const unread = [
      {
        name: 'backup erp (restic)',
        job: 'erp',
        reason: 'BACKUP_PASSWORD_WRONG /mnt/r: the password is wrong',
      },
      { name: 'backup files (files)', job: 'files', reason: 'another one' },
    ];
    await tx
      .updateTable('hosts')
      .set({ unread: JSON.stringify(unread) })
      .execute();
    const change = { ...changeOf(['1', 'fire', 'a', 'major']), labels: { job: 'erp' } };
    await commitAlerts(tx, [{ ...change, series: 'backup_tool.readable{job="erp"}' }]);
    await tx.updateTable('alerts').set({ case_id: 1 }).execute();
  });
  const row = await paged.store.db
    .selectFrom('pages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { facts } = await composePage(paged.store.db, row, needs);
  expect(facts).toEqual(['a is major: BACKUP_PASSWORD_WRONG /mnt/r: the password is wrong']);
});

it('takes as many statements for many alerts as for one', async () => {
  const taken: number[] = [];
  for (const count of [1, 20]) {
    const alerts = Array.from({ length: count }, (_, at): [string, string] => [
      `1 fire b${count}x${at} minor`,
      `disk ${at}`,
    ]);
    await composed('Ada', { alerts });
    const row = await paged.store.db
      .selectFrom('pages')
      .selectAll()
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const counter = statementCounter();
    await composePage(paged.store.db.withPlugin(counter), row, needs);
    taken.push(counter.count);
  }
  // Of as many as are told at most it is also counted how many there are.
  expect(taken[1]).toBeLessThanOrEqual((taken[0] ?? 0) + 1);
});
