import { isUserError } from '@watchcase/runtime';
import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';
import { readAudit } from '../audit/index.ts';
import { createDirectory, type Directory, writeYaml, writeYamlFiles } from './index.ts';

const NOW = Date.UTC(2026, 10, 27, 8);
const ADA = { actor: 'ada', door: 'console', now: NOW } as const;
const FILES = { actor: 'ci', door: 'apply', now: NOW } as const;
const COMPANY = `
customers:
  - id: hongda
    name: 宏达纺织
    zone: Asia/Shanghai
sites:
  - id: hongda.main
    name: 一号厂房
    travelAllowance: 2h
people:
  - id: lin
    name: 林
    skills: [mes]
teams:
  - id: night
    name: Night
    members: [lin]
`;

async function faultsOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.faults.map(({ code, place }) => `${code} ${place}`);
  }
}

describeEachStore('directory', (newDatabase) => {
  let store: Store;
  let directory: Directory;
  beforeEach(async () => {
    store = await (await newDatabase()).open();
    directory = createDirectory(store);
  });
  const apply = (text: string, how: { dryRun?: boolean; prune?: boolean } = {}) =>
    directory.apply([{ file: 'company.yaml', text }], { dryRun: false, prune: false, ...how }, FILES);
  const exported = async () => writeYaml(await directory.current());

  it('takes a file, tells what changed, and gives the same form back', async () => {
    const dry = await apply(COMPANY, { dryRun: true });
    expect(dry.text).toContain('+ customers hongda\n    name: "宏达纺织"\n    zone: "Asia/Shanghai"');
    expect(dry.text).toMatch(/4 added, 0 changed, 0 retired, 0 restored \(dry run/);
    expect((await directory.current()).all('customers')).toEqual([]);
    const done = await apply(COMPANY);
    expect(done.changes.map(({ act, kind, id }) => `${act} ${kind} ${id}`)).toEqual([
      'add customers hongda',
      'add sites hongda.main',
      'add people lin',
      'add teams night',
    ]);
    expect((await apply(COMPANY)).text).toBe('nothing to change');
    const text = await exported();
    expect((await apply(text)).text).toBe('nothing to change');
    const files = writeYamlFiles(await directory.current()).map(({ name, text }) => ({ file: name, text }));
    expect(files.map(({ file }) => file)).toEqual([
      'customers.yaml',
      'sites.yaml',
      'people.yaml',
      'teams.yaml',
    ]);
    expect((await directory.apply(files, { dryRun: false, prune: true }, FILES)).changes).toEqual([]);
    expect(await store.db.selectFrom('customers').select(['id', 'name']).execute()).toEqual([
      { id: 'hongda', name: '宏达纺织' },
    ]);
    expect(await store.db.selectFrom('sites').select(['customer_id', 'id', 'name']).execute()).toEqual([
      { customer_id: 'hongda', id: 'main', name: '一号厂房' },
    ]);
  });

  it('tells all that is wrong with its place, and changes nothing', async () => {
    const bad = `customers:
  - id: Hong da
    name: 宏达
    zone: Asia/Shanghei
  - id: acme
    nmae: Acme
    name: Acme
  - id: acme
    name: Again
conracts: []
`;
    expect(await faultsOf(apply(bad))).toEqual([
      'DIRECTORY_INVALID company.yaml:2:5',
      'DIRECTORY_INVALID company.yaml:4:5',
      'DIRECTORY_UNKNOWN_KEY company.yaml:6:5',
      'DIRECTORY_UNKNOWN_KEY company.yaml:10:1',
    ]);
    expect(
      await faultsOf(
        apply(`customers:
  - {id: a, name: Acme}
  - {id: a, name: Again}
`),
      ),
    ).toEqual(['DIRECTORY_TWICE company.yaml:3:6']);
    expect(await faultsOf(apply('customers:\n  - id: a\n  b'))).toContain(
      'DIRECTORY_NOT_YAML company.yaml:3:3',
    );
    expect(
      await faultsOf(
        apply(`customers:
  - {id: a, name: Acme}
  - {id: b, name: acme}
sites:
  - {id: a.main, name: main}
  - {id: c.main, name: main}
teams:
  - id: night
    name: Night
    members: [nobody]
contracts:
  - id: k
    customer: a
    policy: gold
    from: 2026-01-01
    to: 2026-02-30
`),
      ),
    ).toEqual(['DIRECTORY_INVALID company.yaml:16:5']);
    expect(
      await faultsOf(
        apply(`customers:
  - {id: a, name: Acme}
  - {id: b, name: acme}
sites:
  - {id: c.main, name: main}
teams:
  - id: night
    name: Night
    members: [nobody]
`),
      ),
    ).toEqual([
      'DIRECTORY_REFERENCE_UNKNOWN company.yaml:5:6',
      'DIRECTORY_REFERENCE_UNKNOWN company.yaml:9:15',
      'NAME_TAKEN company.yaml:3:13',
    ]);
    expect(await exported()).toBe('');
    expect(await readAudit(store.db, { below: null, limit: 10 })).toEqual([]);
  });

  it('keeps what the console made, says what would go, and takes it away only with --prune', async () => {
    await apply(COMPANY);
    await directory.put('people', 'bo', { data: { name: 'Bo' } }, ADA);
    const hongda = { name: '宏达纺织', zone: 'Europe/Berlin', tags: ['east'] };
    await directory.put('customers', 'hongda', { data: hongda }, ADA);
    const again = await apply(COMPANY.replace('name: 宏达纺织', 'name: 宏达集团'));
    expect(again.changes.map(({ after }) => after)).toEqual([
      { id: 'hongda', name: '宏达集团', zone: 'Europe/Berlin', tags: ['east'] },
    ]);
    expect(again.text.split('\n').slice(2)).toEqual([
      '  customers hongda: zone stays as it was made by ada (console); the files say "Asia/Shanghai", taken with --prune',
      '  customers hongda: tags stays as it was made by ada (console); the files have none, taken with --prune',
      '  people bo is not in the files and stays; would go with --prune (made by ada (console))',
      '0 added, 1 changed, 0 retired, 0 restored',
    ]);
    const pruned = await apply(COMPANY, { prune: true });
    expect(pruned.changes.map(({ act, id, after }) => [act, id, after])).toEqual([
      ['change', 'hongda', { id: 'hongda', name: '宏达纺织', zone: 'Asia/Shanghai' }],
      ['retire', 'bo', { id: 'bo', name: 'Bo', retired: true }],
    ]);
    expect((await apply(COMPANY)).text).toBe('nothing to change');
    expect((await apply(await exported())).text).toBe('nothing to change');
    const back = await directory.retire('people', 'bo', false, ADA);
    expect(back.changes.map(({ act }) => act)).toEqual(['restore']);
  });

  it('what a file takes out again goes without --prune, as it came by the file', async () => {
    await apply(COMPANY);
    const without = await apply(COMPANY.replace('    zone: Asia/Shanghai\n', ''));
    expect(without.changes.map(({ after }) => after)).toEqual([{ id: 'hongda', name: '宏达纺织' }]);
    expect(without.kept).toEqual([]);
  });

  it('refuses a change of what somebody else has changed meanwhile', async () => {
    await directory.put('people', 'bo', { data: { name: 'Bo' }, version: 0 }, ADA);
    await directory.put('people', 'bo', { yaml: 'name: Bo\nskills: [mes]\n', version: 1 }, ADA);
    expect(await faultsOf(directory.put('people', 'bo', { data: { name: 'B' }, version: 1 }, ADA))).toEqual([
      'RECORD_CHANGED bo',
    ]);
    expect(await faultsOf(directory.put('people', 'bo', { yaml: 'name: Bo\nskils: []\n' }, ADA))).toEqual([
      'DIRECTORY_UNKNOWN_KEY yaml:2:1',
    ]);
    expect((await directory.versions('people', 'bo')).map(({ version, data }) => [version, data])).toEqual([
      [2, { id: 'bo', name: 'Bo', skills: ['mes'] }],
      [1, { id: 'bo', name: 'Bo' }],
    ]);
  });

  it('two at once both happen, one after the other, and everybody sees both', async () => {
    const other = createDirectory(store);
    await Promise.all([
      directory.put('people', 'bo', { data: { name: 'Bo' } }, ADA),
      other.put('people', 'ada', { data: { name: 'Ada' } }, ADA),
      directory.put('people', 'bo', { data: { name: 'Bob' } }, ADA),
    ]);
    for (const one of [directory, other])
      expect((await one.current()).all('people').map(({ id, version }) => [id, version])).toEqual([
        ['ada', 1],
        ['bo', 2],
      ]);
  });

  it('audits every change, and the database lets nobody change a line or a version', async () => {
    await directory.put('people', 'bo', { data: { name: 'Bo' } }, ADA);
    await directory.put('people', 'bo', { data: { name: 'Bob' } }, ADA);
    await directory.retire('people', 'bo', true, ADA);
    const lines = await readAudit(store.db, { subject: 'people/bo', below: null, limit: 10 });
    expect(lines.map(({ actor, door, act, before, after }) => [actor, door, act, before, after])).toEqual([
      ['ada', 'console', 'retire', '{"id":"bo","name":"Bob"}', '{"id":"bo","name":"Bob","retired":true}'],
      ['ada', 'console', 'change', '{"id":"bo","name":"Bo"}', '{"id":"bo","name":"Bob"}'],
      ['ada', 'console', 'add', null, '{"id":"bo","name":"Bo"}'],
    ]);
    for (const table of ['audit', 'directory_records'])
      for (const statement of [`update ${table} set door = 'api'`, `delete from ${table}`])
        await expect(store.transaction((tx) => sql.raw(statement).execute(tx))).rejects.toThrow(
          /append-only/,
        );
  });

  it('a record that came with the program follows it until somebody changes it', async () => {
    const shipped = (name: string) => [
      { kind: 'people' as const, id: 'x', data: { id: 'x', name }, version: 1, place: () => 'x' },
    ];
    await directory.ship(shipped('One'), NOW);
    await directory.ship(shipped('One'), NOW);
    await directory.ship(shipped('Two'), NOW);
    expect((await directory.current()).get('people', 'x')).toMatchObject({
      version: 2,
      data: { name: 'Two' },
    });
    expect(await exported()).toBe('');
    expect((await apply(COMPANY, { prune: true })).changes.map(({ id }) => id)).not.toContain('x');
    await directory.put('people', 'x', { data: { name: 'Ours' } }, ADA);
    await directory.ship(shipped('Three'), NOW);
    expect((await directory.current()).get('people', 'x')?.data).toEqual({ id: 'x', name: 'Ours' });
    expect(await exported()).toContain('Ours');
  });

  it('takes tables, and lists each bad row', async () => {
    await apply(COMPANY);
    const table = (text: string, dryRun = false) =>
      directory.importTable('contacts', { file: 'contacts.csv', text, dryRun }, ADA);
    const good =
      '\uFEFFid;customer;name;phone;portal\r\nwang;hongda;"王;工";+86 571 1;yes\r\n\r\nli;hongda;李;;\r\n';
    expect((await table(good, true)).changes.length).toBe(2);
    expect((await table(good)).changes.map(({ after }) => after)).toEqual([
      { id: 'wang', customer: 'hongda', name: '王;工', phone: '+86 571 1', portal: true },
      { id: 'li', customer: 'hongda', name: '李' },
    ]);
    const more = await table('id,customer,name,mail\nwang,hongda,王,w@hongda.example\n');
    expect(more.changes.map(({ after }) => after)).toEqual([
      {
        id: 'wang',
        customer: 'hongda',
        name: '王',
        phone: '+86 571 1',
        portal: true,
        mail: 'w@hongda.example',
      },
    ]);
    expect(
      await faultsOf(
        table(
          'id,customer,name,mail\nA,hongda,x,\nb,hongda,y,nomail\nc,,z,\nd,hongda,y,d@x.de,6\ne,hongda,e,\ne,hongda,e,\n',
        ),
      ),
    ).toEqual([
      'DIRECTORY_INVALID contacts.csv:2:1',
      'DIRECTORY_INVALID contacts.csv:3:12',
      'DIRECTORY_INVALID contacts.csv:4:3',
      'TABLE_INVALID contacts.csv:5:19',
      'DIRECTORY_TWICE contacts.csv:7:1',
    ]);
    expect(await faultsOf(table('id,name,mial\n'))).toEqual([
      'TABLE_INVALID contacts.csv:1:9',
      'TABLE_INVALID contacts.csv:1:1',
    ]);
    expect(await faultsOf(table('id,customer,name\nx,nobody,y\n'))).toEqual([
      'DIRECTORY_REFERENCE_UNKNOWN contacts.csv:2:3',
    ]);
    expect(await faultsOf(table('id,customer,name\nx,"hongda,y\n'))).toEqual([
      'TABLE_INVALID contacts.csv:2:1',
    ]);
    expect((await directory.current()).all('contacts').length).toBe(2);
  });
});
