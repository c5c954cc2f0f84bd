import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';

const host = createHost({ clock: systemClock, log: createLog('test', 'silent') });
const collect = probe.start(schema.parse({}), host);

async function fieldsOf(path: string): Promise<Record<string, number | null> | undefined> {
  const sample = (await collect(systemClock.now())).find(({ tags }) => tags['path'] === path);
  return sample && Object.fromEntries(sample.fields.map(([name, , value]) => [name, value]));
}

it.runIf(process.platform === 'linux')('agrees with df about the root', async () => {
  const line = execFileSync('df', ['-kP', '/'], { encoding: 'utf8' }).split('\n')[1] ?? '';
  const [, total = '', used = '', , percent = ''] = line.split(/\s+/);
  const root = await fieldsOf('/');
  expect(root?.['total']).toBe(Number(total) * 1024);
  expect(Math.abs((root?.['used'] ?? 0) / 1024 - Number(used))).toBeLessThan(200_000);
  expect(Math.abs(Math.ceil(root?.['used_percent'] ?? 0) - Number.parseInt(percent, 10))).toBeLessThanOrEqual(
    1,
  );
});

/** Mounting needs root and a kernel that allows it. */
function mountSmall(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it('sees a small memory file system fill, and leaves it out when it is gone', async ({ skip }) => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'a name with spaces');
  mkdirSync(path);
  if (!mountSmall(path)) {
    if (process.env['CI'] === 'true' && process.getuid?.() === 0) expect.unreachable('cannot mount a tmpfs');
    skip('may not mount a tmpfs here');
  }
  try {
    expect(await fieldsOf(path)).toMatchObject({ total: 1_048_576, used_percent: 0 });
    writeFileSync(join(path, 'ballast'), Buffer.alloc(1_000_000));
    expect((await fieldsOf(path))?.['used_percent']).toBeGreaterThan(95);
  } finally {
    execFileSync('umount', [path]);
  }
  expect(await fieldsOf(path)).toBeUndefined();
});
