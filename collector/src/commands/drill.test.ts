import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { FILE_BYTES } from '@watchcase/api';
import { isUserError } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedJob } from '../../../test/harness/deeds-on-drills.ts';
import { NOW } from '../../../test/harness/flow-house.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { runCommand } from './index.ts';

const folder = temporaryFolder();
const file = (name: string) => join(folder.path, name);
let house: HttpHouse;
let where: string[];
beforeAll(async () => {
  house = await buildHttpHouse({ clock: new ManualClock(NOW) });
  await seedJob(house.store);
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = house.app.server.address() as AddressInfo;
  writeFileSync(file('admin-token'), house.adminToken);
  writeFileSync(file('rows.txt'), 'orders 41 203');
  writeFileSync(file('none'), '');
  writeFileSync(file('large'), Buffer.alloc(FILE_BYTES + 1));
  where = ['--data', folder.path, '--url', `http://127.0.0.1:${port}`];
});
afterAll(async () => {
  await house.stop();
  folder[Symbol.dispose]();
});

/** A command line behind `watchcase drill`: what it prints, or the code it refuses with. */
async function drill(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const needs = {
    version: '',
    env: {},
    isTerminal: false,
    ended: new Promise<string>(() => undefined),
    print: (text: string) => lines.push(text),
  };
  try {
    expect(await runCommand(['drill', ...args, ...where], needs)).toBe(0);
  } catch (error) {
    if (!isUserError(error)) throw error;
    lines.push(error.code);
  }
  return lines.join('\n');
}
const RECORD = ['record', 'acme.db1', 'erp', '--outcome', 'passed', '--at', new Date(NOW).toISOString()];
const left = async () => [
  (await house.store.db.selectFrom('backup_facts').select('id').execute()).length,
  (await house.store.db.selectFrom('evidence_files').select('id').execute()).length,
];

it.each([
  [['record', 'acme.db1'], 'COMMAND_UNKNOWN'],
  [['record', 'acme.db1', 'erp'], 'OPTION_MISSING'],
  [['record', 'acme.db1', 'erp', '--outcome', 'fine'], 'OPTION_INVALID'],
  [[...RECORD, '--at', '2026-12-31 17:30'], 'OPTION_INVALID'],
  [[...RECORD, '--duration', 'long'], 'OPTION_INVALID'],
  [[...RECORD, '--duration', '999999999999999d'], 'OPTION_INVALID'],
  [[...RECORD, '--size', '1.5'], 'OPTION_INVALID'],
  [[...RECORD, '--evidence', 'nowhere'], 'OPTION_INVALID'],
  [[...RECORD, '--evidence', file('rows.txt'), '--evidence', file('none')], 'ATTACHMENT_EMPTY'],
  [[...RECORD, '--evidence', file('large')], 'ATTACHMENT_TOO_LARGE'],
  [
    [...RECORD, ...Array.from({ length: 21 }, () => ['--evidence', file('rows.txt')]).flat()],
    'ATTACHMENTS_FULL',
  ],
  [RECORD, 'REQUEST_INVALID'],
  [['record', 'acme.db1', 'mail', '--outcome', 'failed', '--note', 'x'], 'BACKUP_JOB_NOT_FOUND'],
])('%j is refused before anything is sent or kept: %s', async (args, code) => {
  expect(await drill(...args)).toBe(code);
  expect(await left()).toEqual([0, 0]);
});

it('records a drill with its files, and the same line once more nothing', async () => {
  const line = [
    ...RECORD,
    '--duration',
    '90m',
    '--evidence',
    file('rows.txt'),
    '--evidence',
    file('admin-token'),
  ];
  const said = await drill(...line, '--for-customer');
  expect(said).toMatch(/^recorded by-hand-[0-9a-f]{32}: passed in 5400 s, 2 files$/);
  expect(await drill(...line, '--for-customer')).toBe(said);
  expect(await left()).toEqual([1, 2]);
  const kept = await house.store.db.selectFrom('evidence_files').select(['name', 'visibility']).execute();
  expect(kept).toContainEqual({ name: 'rows.txt', visibility: 'customer' });
  expect(await drill(...line, '--note', 'another')).not.toBe(said);
});
