import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { flipBytes, largest, makeSource } from './files.ts';
import { behind, type Seen } from './outcomes.ts';
import { FED, type Workshop } from './workshop.ts';

const PASSPHRASE = 'correct-horse-battery-staple';

/** borg, through all that can become of it. */
export async function seeBorg({ at, call, run, begin, verify, drill, ask }: Workshop): Promise<Seen> {
  const source = makeSource(at('source'));
  const repository = at('borg');
  const borg = (path: string, ...args: string[]) => ({
    env: {
      BORG_REPO: path,
      BORG_PASSPHRASE: PASSPHRASE,
      BORG_BASE_DIR: `${path}-base`,
      BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
    },
    argv: ['borg', ...args],
  });
  const create = (name: string, ...sources: string[]) =>
    borg(repository, 'create', '--compression', 'none', `::${name}`, ...sources);
  const read = (path = repository, now?: number) =>
    ask('borg', { repository: path, passphrase: PASSPHRASE }, now);
  call(borg(repository, 'init', '-e', 'repokey-blake2'));

  const good = { events: await run(create('one', source)), local: await read() };
  const options = { repository, passphrase: PASSPHRASE };
  const plan = { tool: 'borg', options, checks: [{ files: '**/orders.csv' }] };
  const passed = { events: await drill(plan) };
  const identical = { events: await run(create('two', source)), local: await read() };

  const [second, broken] = ['second', 'broken'].map((name) => {
    cpSync(repository, at(name), { recursive: true });
    return at(name);
  }) as [string, string];
  const before = await read(second);
  call(borg(second, 'delete', '--glob-archives', '*'));
  const lost = { before, after: await read(second) };
  flipBytes(largest(join(broken, 'data')));
  const damaged = {
    events: await verify(borg(broken, 'check', '--verify-data'), ['--location', broken, '--damaged', 'borg']),
    local: before,
  };

  const partly = create('partly', source, at('gone'));
  const warnings = {
    events: await run(partly, { code: 1, options: ['--warnings', 'borg'] }),
    local: await read(),
  };
  const failed = { events: await run(create('one', source), { fails: true }), local: warnings.local };
  const fed = create('fed', '-');
  const going = await begin({ ...fed, argv: [...FED, ...fed.argv] }, () =>
    existsSync(join(repository, 'lock.exclusive')),
  );
  const stuck = { events: going.began, local: await read() };
  const killed = { events: await going.kill(), local: await read() };

  makeSource(source, 'small');
  const shrunken = { events: await run(create('small', source)), local: await read() };
  const missing = { events: await drill(plan) };
  const ahead = await read(repository, behind());
  const outcomes = {
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
  };
  return { tool: 'borg', ...outcomes, ahead };
}
