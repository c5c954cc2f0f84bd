import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';

/** Opening a pipe that nobody writes to holds a thread as a hung file system does. */
const PROGRAM = `
import { open } from 'node:fs/promises';
import { systemClock } from '${import.meta.resolve('@watchcase/runtime/light')}';
import { endProcess } from '${new URL('end-process.ts', import.meta.url).href}';
import { createHangGuard } from '${new URL('hang-guard.ts', import.meta.url).href}';

const guarded = createHangGuard({ clock: systemClock, timeoutMs: 50, atOnce: 4, mostHanging: 4, onHang: () => undefined });
const told = await Promise.all(process.argv.slice(2).map((path) => guarded(path, () => open(path))));
console.log(told.join());
process.exitCode = 7;
endProcess();
`;

it.runIf(process.platform === 'linux')('ends with its code though file systems hang', () => {
  using folder = temporaryFolder();
  const pipes = ['a', 'b', 'c'].map((name) => join(folder.path, name));
  execFileSync('mkfifo', pipes);
  const program = join(folder.path, 'program.ts');
  writeFileSync(program, PROGRAM);
  const ended = spawnSync(process.execPath, [program, ...pipes], { encoding: 'utf8', timeout: 60_000 });
  expect([ended.stdout, ended.signal, ended.status]).toEqual(['silent,silent,silent\n', null, 7]);
});
