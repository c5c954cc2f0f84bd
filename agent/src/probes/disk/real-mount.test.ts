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
    if (process.env['CI'] === 'true' && process.getuid?.() === 0) expect.unreachable('cannot mount a tmpfs');
    return false;
  }
}

it('sees a small memory file system fill, and leaves it out when it is gone', async ({ skip }) => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'a name with spaces');
  mkdirSync(path);
  if (!mountSmall(path)) skip('may not mount a tmpfs here');
  try {
    expect(await fieldsOf(path)).toMatchObject({ total: 1_048_576, used_percent: 0 });
    writeFileSync(join(path, 'ballast'), Buffer.alloc(1_000_000));
    expect((await fieldsOf(path))?.['used_percent']).toBeGreaterThan(95);
  } finally {
    execFileSync('umount', [path]);
  }
  expect(await fieldsOf(path)).toBeUndefined();
});

it('passes over a mount that a later one hides, and finds it when that is gone', async ({ skip }) => {
  using folder = temporaryFolder();
  const outer = join(folder.path, 'outer');
  const inner = join(outer, 'inner');
  mkdirSync(inner, { recursive: true });
  if (!mountSmall(inner)) skip('may not mount a tmpfs here');
  try {
    expect(await fieldsOf(inner)).toMatchObject({ readable: 1 });
    mountSmall(outer);
    expect([await fieldsOf(inner), await fieldsOf(outer)]).toEqual([undefined, expect.anything()]);
    execFileSync('umount', [outer]);
    expect(await fieldsOf(inner)).toMatchObject({ total: 1_048_576 });
  } finally {
    execFileSync('umount', ['--lazy', inner]);
  }
});

it('measures a mount whose name is no UTF-8', async ({ skip }) => {
  using folder = temporaryFolder();
  const script = `cd "$1" && d=$(printf 'b\\374cher') && mkdir "$d" && mount -t tmpfs -o size=1m tmpfs "$d"`;
  try {
    execFileSync('sh', ['-c', script, 'sh', folder.path], { stdio: 'ignore' });
  } catch {
    if (process.env['CI'] === 'true' && process.getuid?.() === 0) expect.unreachable('cannot mount a tmpfs');
    skip('may not mount a tmpfs here');
  }
  try {
    expect(await fieldsOf(join(folder.path, String.raw`b\xfccher`))).toMatchObject({
      total: 1_048_576,
      readable: 1,
    });
  } finally {
    execFileSync('sh', ['-c', `cd "$1" && umount b*`, 'sh', folder.path]);
  }
});

it.runIf(process.platform === 'linux')(
  'watches what is named, and says where nothing is mounted',
  async () => {
    using folder = temporaryFolder();
    const named = probe.start(schema.parse({ mountPoints: ['/proc/', folder.path] }), host);
    const reasons: string[] = [];
    const samples = await named(systemClock.now(), (reason) => reasons.push(reason));
    const readable = samples.map(({ tags, fields }) => [
      tags['path'],
      fields.find(([name]) => name === 'readable')?.[2],
    ]);
    expect(readable).toEqual([
      ['/proc', 1],
      [folder.path, 0],
    ]);
    expect(reasons).toEqual([`nothing is mounted at ${folder.path}`]);
  },
);
