import { existsSync, mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { flipBytes, makeSource } from './files.ts';
import type { Seen } from './outcomes.ts';
import { recorder } from './recorder.ts';
import type { Workshop } from './workshop.ts';

/** rclone, through all that can become of a file that it copies. */
export async function seeRclone(shop: Workshop): Promise<Seen> {
  const { at, call, copy } = shop;
  const dump = join(makeSource(at('source')), 'large.bin');
  const remote = at('remote');
  mkdirSync(remote);
  const rclone = (...args: string[]) => ({ argv: ['rclone', '--config', '/dev/null', ...args] });
  const it = recorder(shop, {
    tool: 'rclone',
    home: remote,
    options: (path) => ({ remote: path, settle: '0s' }),
  });
  const copyTo = (name: string, ...more: string[]) => rclone('copyto', ...more, dump, join(remote, name));
  const bring = (from: string) => (to: string) => call(rclone('copy', from, to));

  await it.run('good', copyTo('erp-1'));
  await it.drillByHand('drill passed', bring(remote), 'erp-1');
  call({ argv: ['sh', '-c', 'cd remote && sha256sum erp-1 >../sums'] });
  const [second, broken] = [copy(remote, 'second'), copy(remote, 'broken')];
  await it.lose(second, () => rmSync(join(second, 'erp-1')));
  await it.drillByHand('drill failed', bring(second), 'erp-1');
  await it.damage({
    place: broken,
    verify: rclone('checksum', 'sha256', at('sums'), broken),
    words: 'rclone',
    spoil: () => flipBytes(join(broken, 'erp-1')),
  });
  await it.run('failed', rclone('copyto', at('gone'), join(remote, 'erp-2')), { failure: /not found/ });
  // A new dump that is as large as the last.
  const now = systemClock.now() / 1000;
  utimesSync(dump, now, now);
  await it.run('identical', copyTo('erp-2'));
  const half = join(remote, 'erp-3');
  await it.breakOff(copyTo('erp-3', '--bwlimit', '100k'), () => existsSync(half) && statSync(half).size > 0);
  rmSync(half);
  const small = join(makeSource(at('source'), 'small'), 'note.txt');
  await it.run('shrunken', rclone('copyto', small, join(remote, 'erp-4')));
  return it.seen();
}
