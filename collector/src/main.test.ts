import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { collectorCommand } from '../../test/harness/collector.ts';
import { launch } from '../../test/harness/program.ts';

it('keeps what it writes from other users, even in a folder that they may enter', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'data');
  mkdirSync(data, { mode: 0o755 });
  const ports = ['--http-port', '0', '--mqtt-port', '0'];
  const collector = launch({
    name: 'collector',
    command: collectorCommand,
    args: ['start', '--no-agent', '--data', data, ...ports],
  });
  const names = () => readdirSync(data);
  await eventually(() => names().includes('address') || !collector.running(), { timeoutMs: 30_000 });
  const open = names().filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0);
  expect(names()).toEqual(
    expect.arrayContaining(['watchcase.db', 'watchcase.db-wal', 'history.db', 'address']),
  );
  expect(open).toEqual([]);
  await collector.end('SIGTERM');
}, 60_000);
