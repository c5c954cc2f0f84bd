import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newResticRepository, RESTIC_PASSWORD } from '@watchcase/testkit';
import { flipBytes, largest, makeSource } from './files.ts';
import type { Seen } from './outcomes.ts';
import { recorder } from './recorder.ts';
import { FED, type Workshop } from './workshop.ts';

/** restic, through all that can become of it. */
export async function seeRestic(shop: Workshop): Promise<Seen> {
  const { at, call, copy } = shop;
  const source = makeSource(at('source'));
  const repository = at('restic');
  newResticRepository(repository);
  const restic = (path: string, ...args: string[]) => ({
    env: { RESTIC_REPOSITORY: path, RESTIC_PASSWORD },
    argv: ['restic', '--no-cache', ...args],
  });
  const options = (path: string) => ({ repository: path, password: RESTIC_PASSWORD });
  const it = recorder(shop, {
    tool: 'restic',
    home: repository,
    options: (path) => ({ ...options(path), measureSize: true }),
  });
  const backup = restic(repository, 'backup', '-q', source);
  const plan = { tool: 'restic', options: options(repository), checks: [{ files: '**/orders.csv' }] };

  await it.run('good', backup);
  await it.drill(plan);
  await it.run('identical', backup);
  const second = copy(repository, 'second');
  await it.lose(second, () =>
    call(restic(second, 'forget', '--prune', ...readdirSync(join(second, 'snapshots')))),
  );

  const warned = copy(repository, 'warned');
  const unreadable = join(source, 'unreadable');
  writeFileSync(unreadable, 'x', { mode: 0o000 });
  call({ argv: ['chown', '-R', 'nobody', warned] });
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const partly = restic(warned, 'backup', '-q', source);
  await it.run(
    'warnings',
    { ...partly, argv: [...asNobody, ...partly.argv] },
    { code: 3, options: ['--warnings', 'restic'], place: warned },
  );
  rmSync(unreadable);

  const broken = copy(repository, 'broken');
  await it.damage({
    place: broken,
    verify: restic(broken, 'check', '-q', '--read-data'),
    words: 'restic',
    spoil: () => flipBytes(largest(join(broken, 'data'))),
  });
  await it.run('failed', restic(repository, 'backup', '-q', at('gone')), { failure: /do(es)? not exist/ });
  const fed = restic(repository, 'backup', '-q', '--stdin');
  await it.breakOff(
    { ...fed, argv: [...FED, ...fed.argv] },
    () => readdirSync(join(repository, 'locks')).length > 0,
  );
  makeSource(source, 'small');
  await it.run('shrunken', backup);
  await it.drill(plan, /FAILED {2}.*orders\.csv/);
  return it.seen();
}
