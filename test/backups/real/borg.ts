import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { flipBytes, largest, makeSource } from './files.ts';
import type { Seen } from './outcomes.ts';
import { recorder } from './recorder.ts';
import { FED, type Workshop } from './workshop.ts';

const PASSPHRASE = 'correct-horse-battery-staple';

/** borg, through all that can become of it. */
export async function seeBorg(shop: Workshop): Promise<Seen> {
  const { at, call, copy } = shop;
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
  const options = (path: string) => ({ repository: path, passphrase: PASSPHRASE });
  const it = recorder(shop, { tool: 'borg', home: repository, options });
  const plan = { tool: 'borg', options: options(repository), checks: [{ files: '**/orders.csv' }] };
  call(borg(repository, 'init', '-e', 'repokey-blake2'));

  await it.run('good', create('one', source));
  await it.drill(plan);
  await it.run('identical', create('two', source));
  const second = copy(repository, 'second');
  await it.lose(second, () => call(borg(second, 'delete', '--glob-archives', '*')));
  const broken = copy(repository, 'broken');
  await it.damage({
    place: broken,
    verify: borg(broken, 'check', '--verbose', '--verify-data'),
    words: 'borg',
    spoil: () => flipBytes(largest(join(broken, 'data'))),
  });
  await it.run('warnings', create('partly', source, at('gone')), {
    code: 1,
    options: ['--warnings', 'borg'],
  });
  await it.run('failed', create('one', source), { failure: /already exists/ });
  const fed = create('fed', '-');
  await it.breakOff({ ...fed, argv: [...FED, ...fed.argv] }, () =>
    existsSync(join(repository, 'lock.exclusive')),
  );
  makeSource(source, 'small');
  await it.run('shrunken', create('small', source));
  await it.drill(plan, /FAILED {2}.*orders\.csv/);
  return it.seen();
}
