import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { addMosquittoPassword } from './mosquitto-passwords.ts';

const umask = process.umask();
afterEach(() => void process.umask(umask));

it('adds and replaces users, keeping the others, the owner and the mode', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'passwords');
  writeFileSync(file, 'collector:$7$101$a$b\n', { mode: 0o640 });
  await addMosquittoPassword(file, 'acme/db1', 'one');
  const first = readFileSync(file, 'utf8');
  await addMosquittoPassword(file, 'acme/db1', 'two');
  const second = readFileSync(file, 'utf8');
  expect(first).toMatch(/^collector:\$7\$101\$a\$b\nacme\/db1:\$7\$101\$[\w+/=]{16}\$[\w+/=]{88}\n$/);
  expect(second.split('\n')).toHaveLength(3);
  expect(second).not.toBe(first);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

it('lets the broker read the file, whatever the umask', async () => {
  using folder = temporaryFolder();
  process.umask(0o077);
  const kept = join(folder.path, 'kept');
  writeFileSync(kept, '');
  chmodSync(kept, 0o644);
  const fresh = join(folder.path, 'new');
  for (const file of [kept, fresh]) await addMosquittoPassword(file, 'acme/db1', 'one');
  expect([kept, fresh].map((file) => statSync(file).mode & 0o777)).toEqual([0o644, 0o640]);
});
