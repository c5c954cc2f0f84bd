import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newResticRepository, RESTIC_PASSWORD } from '@watchcase/testkit';
import { behind, type Seen } from './outcomes.ts';
import { flipBytes, largest, makeSource } from './files.ts';
import { FED, type Workshop } from './workshop.ts';

/** restic, through all that can become of it. */
export async function seeRestic({ at, call, run, begin, verify, drill, ask }: Workshop): Promise<Seen> {
  const source = makeSource(at('source'));
  const repository = at('restic');
  newResticRepository(repository);
  const optionsOf = (path: string) => ({ repository: path, password: RESTIC_PASSWORD, measureSize: true });
  const restic = (path: string, ...args: string[]) => ({
    env: { RESTIC_REPOSITORY: path, RESTIC_PASSWORD },
    argv: ['restic', '--no-cache', ...args],
  });
  const read = (path = repository, now?: number) => ask('restic', optionsOf(path), now);
  const backup = restic(repository, 'backup', '-q', source);

  const good = { events: await run(backup), local: await read() };
  const plan = {
    tool: 'restic',
    options: { repository, password: RESTIC_PASSWORD },
    checks: [{ files: '**/orders.csv' }],
  };
  const passed = { events: await drill(plan) };
  const identical = { events: await run(backup), local: await read() };

  const [second, warned, broken] = ['second', 'warned', 'broken'].map((name) => {
    cpSync(repository, at(name), { recursive: true });
    return at(name);
  }) as [string, string, string];
  const before = await read(second);
  call(restic(second, 'forget', '--prune', ...readdirSync(join(second, 'snapshots'))));
  const lost = { before, after: await read(second) };

  const unreadable = join(source, 'unreadable');
  writeFileSync(unreadable, 'x', { mode: 0o000 });
  call({ argv: ['chown', '-R', 'nobody', warned] });
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const partly = restic(warned, 'backup', '-q', source);
  const warnings = {
    events: await run(
      { ...partly, argv: [...asNobody, ...partly.argv] },
      { code: 3, options: ['--warnings', 'restic'] },
    ),
    local: await read(warned),
  };
  rmSync(unreadable);

  flipBytes(largest(join(broken, 'data')));
  const damaged = {
    events: await verify(restic(broken, 'check', '-q', '--read-data'), [
      '--location',
      broken,
      '--damaged',
      'restic',
    ]),
    local: await read(broken),
  };

  const failed = {
    events: await run(restic(repository, 'backup', '-q', at('gone')), { fails: true }),
    local: await read(),
  };
  const fed = restic(repository, 'backup', '-q', '--stdin');
  const going = await begin(
    { ...fed, argv: [...FED, ...fed.argv] },
    () => readdirSync(join(repository, 'locks')).length > 0,
  );
  const stuck = { events: going.began, local: await read() };
  const killed = { events: await going.kill(), local: await read() };

  makeSource(source, 'small');
  const shrunken = { events: await run(backup), local: await read() };
  const missing = { events: await drill(plan) };
  const ahead = await read(repository, behind());
  return {
    tool: 'restic',
    good,
    warnings,
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
