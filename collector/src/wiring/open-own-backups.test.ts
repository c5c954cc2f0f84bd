import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createLog, parseConfig } from '@watchcase/runtime';
import { eventually, ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { configSchema } from '../config.ts';
import { openDataFolder } from '../startup/index.ts';
import { openOwnBackups } from './open-own-backups.ts';

it('makes one at its time by a process of its own, and lets the agent tell how it ended', async () => {
  using folder = temporaryFolder();
  const data = openDataFolder(join(folder.path, 'data'));
  for (const name of ['watchcase.db', 'history.db']) new DatabaseSync(data.file(name)).close();
  const into = join(folder.path, 'backups');
  const configFile = join(folder.path, 'watchcase.yaml');
  const text = `backup: { folder: "${into}", at: "08:01" }`;
  writeFileSync(configFile, text);
  const config = parseConfig(configSchema, { name: 'test', text, env: {} });
  const clock = new ManualClock();
  const log = createLog('test', 'silent');
  const backups = openOwnBackups({ config, configFile, folder: data, localAgent: true, clock, log });
  await clock.advance(60_000);
  // It has a low priority, and the machine may have other work.
  await eventually(() => backups?.state().newestAt !== null, { timeoutMs: 150_000 });
  expect(backups?.state().isFailed).toBe(false);
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
        ok: true,
        exitCode: 0,
        output: expect.stringContaining('made ') as string,
      },
    },
  ]);
}, 180_000);
