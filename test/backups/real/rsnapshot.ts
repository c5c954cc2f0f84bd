import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { flipBytes, largest, makeSource } from './files.ts';
import type { Seen } from './outcomes.ts';
import { recorder } from './recorder.ts';
import type { Workshop } from './workshop.ts';

/** rsnapshot, through all that can become of it. Sizes are those of its newest folder, as the run tells them: the tool tells none. */
export async function seeRsnapshot(shop: Workshop): Promise<Seen> {
  const { at, call, copy } = shop;
  const source = makeSource(at('source'));
  call({ argv: ['sh', '-c', 'cd source && sha256sum orders.csv large.bin >../sums && mv ../sums .'] });
  /** A config of its own for each place. */
  const configOf = (
    place: string,
    { rsync = '/usr/bin/rsync', backup = ['backup', `${source}/`, 'here/'] } = {},
  ) => {
    const lines = [
      ['config_version', '1.2'],
      ['snapshot_root', `${at(place)}/`],
      ['cmd_rsync', rsync],
      ['retain', 'daily', '6'],
      ['logfile', at(`${place}.log`)],
      backup,
    ];
    writeFileSync(at(`${place}.conf`), lines.map((line) => `${line.join('\t')}\n`).join(''));
  };
  const rsnapshot = (place: string) => ({ argv: ['rsnapshot', '-c', at(`${place}.conf`), 'daily'] });
  const it = recorder(shop, {
    tool: 'rsnapshot',
    home: 'rs',
    options: (place) => ({ config: at(`${place}.conf`) }),
  });
  const sized = { options: ['--size-of', at('rs/daily.0')] };
  const bring = (to: string) => call({ argv: ['cp', '-a', at('rs/daily.0'), to] });

  configOf('rs');
  await it.run('good', rsnapshot('rs'), sized);
  await it.drillByHand('drill passed', bring, 'orders.csv');
  /** The same snapshots and log in another place. */
  const copyTo = (place: string, how?: Parameters<typeof configOf>[1]) => {
    copy(at('rs'), place);
    copy(at('rs.log'), `${place}.log`);
    configOf(place, how);
  };
  copyTo('second');
  await it.lose('second', () => rmSync(at('second/daily.0'), { recursive: true }));

  writeFileSync(at('rsync24'), '#!/bin/sh\n/usr/bin/rsync "$@"\nexit 24\n', { mode: 0o755 });
  configOf('warned', { rsync: at('rsync24') });
  const warned = { code: 2, options: ['--warnings', 'rsnapshot'], place: 'warned' };
  await it.run('warnings', rsnapshot('warned'), warned);

  copyTo('broken');
  const sums = `cd $(dirname $(find ${at('broken')}/daily.0 -name sums)) && sha256sum --quiet -c sums`;
  await it.damage({
    place: 'broken',
    verify: { argv: ['sh', '-c', sums] },
    spoil: () => flipBytes(largest(at('broken'), /large/)),
  });

  copyTo('failing', { backup: ['backup_script', '/bin/false', 'there/'] });
  await it.run('failed', rsnapshot('failing'), { failure: /\/bin\/false returned 1/, place: 'failing' });
  writeFileSync(at('slowly'), `#!/bin/sh\necho $$ >${at('helper')}\nexec sleep 300\n`, { mode: 0o755 });
  copyTo('slow', { backup: ['backup_script', at('slowly'), 'there/'] });
  await it.breakOff(rsnapshot('slow'), () => existsSync(at('helper')), 'slow');

  await it.run('identical', rsnapshot('rs'), sized);
  makeSource(source, 'small');
  await it.run('shrunken', rsnapshot('rs'), sized);
  await it.drillByHand('drill failed', bring, 'orders.csv');
  return it.seen();
}
