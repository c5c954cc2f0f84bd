import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createLog, parseConfig } from '@watchcase/runtime';
import { eventually, ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { configSchema } from '../config.ts';
import { openDataFolder } from '../startup/index.ts';
import { openOwnBackups } from './open-own-backups.ts';

const DAY_MS = 86_400_000;

it('makes one each day by a process of its own, and lets the agent tell how it ended', async () => {
  using folder = temporaryFolder();
  const data = openDataFolder(join(folder.path, 'data'));
  new DatabaseSync(data.file('watchcase.db')).close();
  const into = join(folder.path, 'backups');
  const clock = new ManualClock();
  const text = `backup: { folder: "${into}", at: "08:01" }`;
  const configFile = join(folder.path, 'watchcase.yaml');
  writeFileSync(configFile, text);
  const config = parseConfig(configSchema, { name: 'test', text, env: {} });
  const log = createLog('test', 'silent');
  const backups = openOwnBackups({ config, configFile, folder: data, localAgent: true, clock, log });
  // There is no history yet: a fault of this folder.
  await clock.advance(60_000);
  await eventually(() => backups?.state().isFailed === true, { timeoutMs: 30_000 });
  expect(backups?.state().newestAt).toBe(null);
  new DatabaseSync(data.file('history.db')).close();
  await clock.advance(DAY_MS);
  await eventually(() => backups?.state().isFailed === false, { timeoutMs: 30_000 });
  expect(readdirSync(into)).toHaveLength(1);
  await backups?.stop();
  const outbox = new DatabaseSync(data.file('agent/outbox.db'), { readOnly: true });
  const events = outbox.prepare('SELECT event FROM spool ORDER BY id').all();
  outbox.close();
  data.release();
  expect(events.map(({ event }) => JSON.parse(String(event)) as unknown)).toMatchObject([
    { kind: 'backup-start', data: { job: 'watchcase' } },
    {
      kind: 'backup-end',
      data: {
        job: 'watchcase',
        ok: false,
        exitCode: 1,
        output: expect.stringContaining('DATA_FOLDER_UNUSABLE') as string,
      },
    },
    { kind: 'backup-start', data: { job: 'watchcase' } },
    {
      kind: 'backup-end',
      data: { job: 'watchcase', ok: true, exitCode: 0, output: expect.stringContaining('made ') as string },
    },
  ]);
}, 70_000);
