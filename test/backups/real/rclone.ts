import { cpSync, existsSync, mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { flipBytes, makeSource } from './files.ts';
import { behind, type Seen } from './outcomes.ts';
import type { Workshop } from './workshop.ts';

/** rclone, through all that can become of a file that it copies. */
export async function seeRclone({ at, call, run, begin, verify, recordDrill, ask }: Workshop): Promise<Seen> {
  const dump = join(makeSource(at('source')), 'large.bin');
  const remote = at('remote');
  mkdirSync(remote);
  const rclone = (...args: string[]) => ({ argv: ['rclone', '--config', '/dev/null', ...args] });
  const read = (path = remote, now?: number) => ask('rclone', { remote: path, settle: '0s' }, now);
  const copyTo = (name: string, ...more: string[]) => rclone('copyto', ...more, dump, join(remote, name));
  /** Brings it back, looks whether it is there, and tells so. */
  const drill = (from: string, name: string) => {
    call(rclone('copy', from, at(name)));
    return recordDrill('rclone', existsSync(join(at(name), 'erp-1')));
  };

  const good = { events: await run(copyTo('erp-1')), local: await read() };
  const passed = { events: await drill(remote, 'restored') };
  call({ argv: ['sh', '-c', 'cd remote && sha256sum erp-1 >../sums'] });
  const [second, broken] = ['second', 'broken'].map((name) => {
    cpSync(remote, at(name), { recursive: true, preserveTimestamps: true });
    return at(name);
  }) as [string, string];
  const before = await read(second);
  rmSync(join(second, 'erp-1'));
  const lost = { before, after: await read(second) };
  const missing = { events: await drill(second, 'restored-lost') };
  flipBytes(join(broken, 'erp-1'));
  const damaged = {
    events: await verify(rclone('checksum', 'sha256', at('sums'), broken), [
      '--location',
      broken,
      '--damaged',
      'differences found',
    ]),
    local: await read(broken),
  };

  const failed = {
    events: await run(rclone('copyto', at('gone'), join(remote, 'erp-2')), { fails: true }),
    local: await read(),
  };
  // A new dump that is as large as the last.
  const now = systemClock.now() / 1000;
  utimesSync(dump, now, now);
  const identical = { events: await run(copyTo('erp-2')), local: await read() };
  const half = join(remote, 'erp-3');
  const going = await begin(
    copyTo('erp-3', '--bwlimit', '100k'),
    () => existsSync(half) && statSync(half).size > 0,
  );
  const stuck = { events: going.began, local: await read() };
  const killed = { events: await going.kill(), local: await read() };
  rmSync(half);

  const small = join(makeSource(at('source'), 'small'), 'note.txt');
  const shrunken = { events: await run(rclone('copyto', small, join(remote, 'erp-4'))), local: await read() };
  const ahead = await read(remote, behind());
  return {
    tool: 'rclone',
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
