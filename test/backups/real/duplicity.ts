import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { flipBytes, largest, makeSource } from './files.ts';
import { behind, type Seen } from './outcomes.ts';
import type { Workshop } from './workshop.ts';

/** duplicity, through all that can become of it. Sizes are those of the source, as the run tells them: the tool tells none. */
export async function seeDuplicity({
  at,
  call,
  run,
  begin,
  verify,
  recordDrill,
  ask,
}: Workshop): Promise<Seen> {
  const source = makeSource(at('source'));
  const folder = at('duplicity');
  mkdirSync(folder);
  const duplicity = (...args: string[]) => ({
    argv: ['duplicity', ...args, '--no-encryption', '--archive-dir', at('archive'), '--volsize', '1'],
  });
  const read = (path = folder, now?: number) => ask('duplicity', { target: `file://${path}` }, now);
  const backup = (kind: string) => duplicity(kind, source, `file://${folder}`);
  const sized = { options: ['--size-of', source] };
  /** Brings the newest back, looks whether the table is there, and tells so. */
  const drill = async (name: string) => {
    call(duplicity('restore', `file://${folder}`, at(name)));
    return recordDrill('duplicity', existsSync(join(at(name), 'orders.csv')));
  };

  const good = { events: await run(backup('full'), sized), local: await read() };
  const passed = { events: await drill('restored') };

  const [second, broken, interrupted] = ['second', 'broken', 'interrupted'].map((name) => {
    cpSync(folder, at(name), { recursive: true });
    return at(name);
  }) as [string, string, string];
  const before = await read(second);
  for (const name of readdirSync(second)) rmSync(join(second, name));
  const lost = { before, after: await read(second) };
  flipBytes(largest(broken, /difftar/));
  const damaged = {
    events: await verify(duplicity('verify', `file://${broken}`, source), [
      '--location',
      `file://${broken}`,
      '--damaged',
      'duplicity',
    ]),
    local: before,
  };
  const going = await begin(duplicity('full', source, `file://${interrupted}`), () =>
    readdirSync(interrupted).some((name) => name.includes('vol3.difftar')),
  );
  const stuck = { events: going.began, local: await read(interrupted) };
  const killed = { events: await going.kill(), local: await read(interrupted) };
  const failed = {
    events: await run(duplicity('full', at('gone'), `file://${folder}`), { fails: true }),
    local: await read(),
  };

  const identical = { events: await run(backup('incr'), sized), local: await read() };
  makeSource(source, 'small');
  const shrunken = { events: await run(backup('full'), sized), local: await read() };
  const missing = { events: await drill('restored-small') };
  const ahead = await read(folder, behind());
  return {
    tool: 'duplicity',
    good,
    failed,
    killed,
    stuck,
    shrunken,
    identical,
    lost,
    damaged,
    passed,
    missing,
    ahead,
  };
}
