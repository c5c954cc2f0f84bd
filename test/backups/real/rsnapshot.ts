import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { flipBytes, largest, makeSource } from './files.ts';
import { behind, type Seen } from './outcomes.ts';
import type { Workshop } from './workshop.ts';

/** rsnapshot, through all that can become of it. Sizes are those of its newest folder, as the run tells them: the tool tells none. */
export async function seeRsnapshot({
  at,
  call,
  run,
  begin,
  verify,
  recordDrill,
  ask,
}: Workshop): Promise<Seen> {
  const source = makeSource(at('source'));
  call({ argv: ['sh', '-c', 'cd source && sha256sum orders.csv large.bin >../sums && mv ../sums .'] });
  /** A config of its own for each place. */
  const configOf = (
    place: string,
    { rsync = '/usr/bin/rsync', backup = [`backup`, `${source}/`, 'here/'] } = {},
  ) => {
    const lines = [
      ['config_version', '1.2'],
      ['snapshot_root', `${at(place)}/`],
      ['cmd_rsync', rsync],
      ['retain', 'daily', '6'],
      ['logfile', at(`${place}.log`)],
      backup,
    ];
    const file = at(`${place}.conf`);
    writeFileSync(file, lines.map((line) => `${line.join('\t')}\n`).join(''));
    return file;
  };
  const rsnapshot = (config: string) => ({ argv: ['rsnapshot', '-c', config, 'daily'] });
  const read = (config: string, now?: number) => ask('rsnapshot', { config }, now);
  const sized = (place: string) => ({ options: ['--size-of', at(`${place}/daily.0`)] });
  /** The same snapshots and log in another place. */
  const copyTo = (place: string) => {
    cpSync(at('rs'), at(place), { recursive: true });
    cpSync(at('rs.log'), at(`${place}.log`));
  };
  /** Brings the newest back, looks whether the table is there, and tells so. */
  const drill = (name: string) => {
    cpSync(at('rs/daily.0'), at(name), { recursive: true });
    return recordDrill(
      'cp',
      readdirSync(at(name), { recursive: true }).some((file) => String(file).endsWith('orders.csv')),
    );
  };

  const config = configOf('rs');
  const good = { events: await run(rsnapshot(config), sized('rs')), local: await read(config) };
  const passed = { events: await drill('restored') };
  for (const place of ['second', 'broken', 'failing', 'slow']) copyTo(place);

  const second = configOf('second');
  const before = await read(second);
  rmSync(at('second/daily.0'), { recursive: true });
  const lost = { before, after: await read(second) };

  writeFileSync(at('rsync24'), '#!/bin/sh\n/usr/bin/rsync "$@"\nexit 24\n', { mode: 0o755 });
  const vanishing = configOf('warned', { rsync: at('rsync24') });
  const warnings = {
    events: await run(rsnapshot(vanishing), { code: 2, options: ['--warnings', 'rsnapshot'] }),
    local: await read(vanishing),
  };

  flipBytes(largest(at('broken'), /large/));
  const sums = [
    'sh',
    '-c',
    `cd $(dirname $(find ${at('broken')}/daily.0 -name sums)) && sha256sum --quiet -c sums`,
  ];
  const damaged = {
    events: await verify({ argv: sums }, ['--location', at('broken')]),
    local: await read(configOf('broken')),
  };

  const failing = configOf('failing', { backup: ['backup_script', '/bin/false', 'there/'] });
  const failed = { events: await run(rsnapshot(failing), { fails: true }), local: await read(failing) };

  writeFileSync(at('slowly'), `#!/bin/sh\necho $$ >${at('helper')}\nexec sleep 300\n`, { mode: 0o755 });
  const slow = configOf('slow', { backup: ['backup_script', at('slowly'), 'there/'] });
  const going = await begin(rsnapshot(slow), () => existsSync(at('helper')));
  const stuck = { events: going.began, local: await read(slow) };
  const killed = { events: await going.kill(), local: await read(slow) };

  const identical = { events: await run(rsnapshot(config), sized('rs')), local: await read(config) };
  makeSource(source, 'small');
  const shrunken = { events: await run(rsnapshot(config), sized('rs')), local: await read(config) };
  const missing = { events: await drill('restored-small') };
  const ahead = await read(config, behind());
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
  return { tool: 'rsnapshot', ...outcomes, ahead };
}
