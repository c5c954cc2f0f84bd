import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../scenarios/pause.ts';
import { flipBytes, largest, makeSource } from './files.ts';
import type { Seen } from './outcomes.ts';
import { recorder } from './recorder.ts';
import type { Workshop } from './workshop.ts';

/** duplicity, through all that can become of it. Sizes are those of the source, as the run tells them: the tool tells none. */
export async function seeDuplicity(shop: Workshop): Promise<Seen> {
  const { at, call, copy } = shop;
  const source = makeSource(at('source'));
  const folder = at('duplicity');
  mkdirSync(folder);
  const duplicity = (...args: string[]) => ({
    argv: ['duplicity', ...args, '--no-encryption', '--archive-dir', at('archive'), '--volsize', '1'],
  });
  const url = (path: string) => `file://${path}`;
  const it = recorder(shop, {
    tool: 'duplicity',
    home: folder,
    options: (path) => ({ target: url(path) }),
  });
  const backup = (kind: string) => duplicity(kind, source, url(folder));
  const sized = { options: ['--size-of', source] };
  const bring = (to: string) => call(duplicity('restore', url(folder), to));

  await it.run('good', backup('full'), sized);
  await it.drillByHand('drill passed', bring, 'orders.csv');
  const [second, broken, interrupted] = [
    copy(folder, 'second'),
    copy(folder, 'broken'),
    copy(folder, 'interrupted'),
  ];
  await it.lose(second, () => readdirSync(second).forEach((name) => rmSync(join(second, name))));
  await it.damage({
    place: broken,
    verify: duplicity('verify', url(broken), source),
    words: 'duplicity',
    spoil: () => flipBytes(largest(broken, /difftar/)),
  });
  await it.breakOff(
    duplicity('full', source, url(interrupted)),
    () => readdirSync(interrupted).some((name) => name.includes('vol3.difftar')),
    interrupted,
  );
  await it.run('failed', duplicity('full', at('gone'), url(folder)), { failure: /does not exist/ });
  await it.run('identical', backup('incr'), sized);
  makeSource(source, 'small');
  // Two backups that end within one second are one to it, and it ends with an assertion.
  await pause(1000);
  await it.run('shrunken', backup('full'), sized);
  await it.drillByHand('drill failed', bring, 'orders.csv');
  return it.seen();
}
