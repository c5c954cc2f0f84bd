import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';

/** A systemd of our own, as a user's manager, in a mount namespace of its own where it believes that systemd runs the machine. */
const START = `
mount -t tmpfs none /run && mkdir -p /run/systemd/system
exec /lib/systemd/systemd --user --unit=basic.target`;
const missing = [
  existsSync('/lib/systemd/systemd') ? [] : 'systemd (apt-get install systemd dbus-user-session)',
  spawnSync('unshare', ['--mount', 'true']).status === 0 ? [] : 'the right to make namespaces (root)',
].flat();
const skip = missing.length > 0 && process.env['CI'] !== 'true';
if (skip) console.warn(`SKIPPED: a real systemd needs ${missing.join(', ')}`);

const log = createLog('test', 'error');
const folder = temporaryFolder();
const runtime = join(folder.path, 'run');
const units = join(folder.path, 'units');
const env = {
  ...process.env,
  XDG_RUNTIME_DIR: runtime,
  SYSTEMD_UNIT_PATH: `${units}:/usr/lib/systemd/user`,
};
const systemctl = (...args: string[]) =>
  execFileSync('systemctl', ['--user', ...args], { env, stdio: 'pipe' });

/** A host whose only way to systemd is this socket. */
function hostBehind(place: string, socket: string) {
  const root = join(folder.path, `root-of-${socket.replaceAll('/', '-')}`);
  const path = join(root, place);
  mkdirSync(join(path, '..'), { recursive: true });
  if (!existsSync(path)) symlinkSync(join(runtime, socket), path);
  return createHost({ clock: systemClock, log, root });
}

const doors = {
  'the bus': () => hostBehind('run/dbus/system_bus_socket', 'bus'),
  "systemd's own socket": () => hostBehind('run/systemd/private', 'systemd/private'),
};

function unitFile(name: string, command: string, type = 'exec'): void {
  writeFileSync(join(units, name), `[Service]\nType=${type}\nExecStart=${command}\n`);
}

async function codesOf(collect: ReturnType<typeof probe.start>): Promise<Record<string, (number | null)[]>> {
  const [manager, ...samples] = await collect(0);
  expect(manager).toMatchObject({ measurement: 'systemd', fields: [['reachable', 'none', 1]] });
  return Object.fromEntries(
    samples.map(({ tags, fields }) => [tags['name'] ?? '', fields.map(([, , value]) => value)]),
  );
}

afterAll(() => folder[Symbol.dispose]());

describe.skipIf(skip)('a real systemd', () => {
  let manager: ChildProcess;

  beforeAll(async () => {
    mkdirSync(runtime, { mode: 0o700 });
    mkdirSync(units);
    unitFile('erp-core.service', '/bin/sleep 1000');
    unitFile('erp-web.service', '/bin/sleep 1000');
    unitFile('erp-bad.service', '/bin/false');
    unitFile('rest-once.service', '/bin/true', 'oneshot');
    unitFile('rest-timed.service', '/bin/true');
    writeFileSync(join(units, 'rest-timed.timer'), '[Timer]\nOnCalendar=yearly\n');
    unitFile('rest-never.service', '/bin/sleep 1000');
    manager = spawn('unshare', ['--mount', 'sh', '-c', START], { env, stdio: 'ignore' });
    await eventually(() => existsSync(join(runtime, 'systemd/private')));
    await eventually(() => systemctl('is-active', 'basic.target'));
    systemctl('start', 'erp-core', 'erp-web', 'dbus.service');
    systemctl('start', '--no-block', 'erp-bad');
    await eventually(() => spawnSync('systemctl', ['--user', 'is-failed', 'erp-bad'], { env }).status === 0);
  });
  afterAll(async () => {
    systemctl('stop', 'erp-*', 'dbus.socket', 'dbus.service');
    manager.kill('SIGKILL');
    await once(manager, 'close');
  });

  it.each(Object.entries(doors))('tells the state of units by name, over %s', async (_name, door) => {
    const watch = ['erp-core', 'erp-bad.service', 'nowhere', 'basic.target'];
    const collect = probe.start(schema.parse({ watch }), door());
    expect(await eventually(() => codesOf(collect))).toEqual({
      'erp-core.service': [0, 0, 0, 0],
      'erp-bad.service': [0, 3, 12, 0],
      'nowhere.service': [2, 2, 1, 1],
      'basic.target': [0, 0, 0x60, 0],
    });
  });

  it.each(Object.entries(doors))(
    'tells what is stopped from what rests between two runs, over %s',
    async (_name, door) => {
      systemctl('start', 'rest-timed.timer');
      const watch = ['rest-once', 'rest-timed', 'rest-timed.timer', 'rest-never'];
      const collect = probe.start(schema.parse({ watch }), door());
      expect(await codesOf(collect)).toEqual({
        'rest-once.service': [0, 2, 1, 0],
        'rest-timed.service': [0, 2, 1, 0],
        'rest-timed.timer': [0, 0, 16, 0],
        'rest-never.service': [0, 2, 1, 1],
      });
      systemctl('stop', 'rest-timed.timer');
      expect((await codesOf(collect))['rest-timed.timer']).toEqual([0, 2, 1, 1]);
    },
  );

  it('follows units by pattern while they stop and start, and lets go of what is removed', async () => {
    const collect = probe.start(schema.parse({ watch: ['erp-*'] }), doors["systemd's own socket"]());
    const running = {
      'erp-bad.service': [0, 3, 12, 0],
      'erp-core.service': [0, 0, 0, 0],
      'erp-web.service': [0, 0, 0, 0],
    };
    expect(await codesOf(collect)).toEqual(running);
    systemctl('stop', 'erp-web');
    expect(await codesOf(collect)).toEqual({ ...running, 'erp-web.service': [0, 2, 1, 1] });
    systemctl('start', 'erp-web');
    expect(await codesOf(collect)).toEqual(running);
    systemctl('stop', 'erp-web');
    rmSync(join(units, 'erp-web.service'));
    systemctl('daemon-reload');
    const { 'erp-web.service': _, ...others } = running;
    await eventually(async () => expect(await codesOf(collect)).toEqual(others));
  });
});

it('says what is the matter where no systemd runs', async () => {
  const host = createHost({ clock: systemClock, log, root: '/nowhere' });
  const collect = probe.start(schema.parse({ watch: ['nginx', 'erp-*'] }), host);
  const reasons: string[] = [];
  const samples = await collect(0, (reason) => reasons.push(reason));
  expect(
    samples.map(({ measurement, fields }) => [measurement, ...fields.map(([, , value]) => value)]),
  ).toEqual([
    ['systemd', 0],
    ['systemd_units', null, null, null, null],
  ]);
  expect(reasons).toEqual([expect.stringMatching(/systemd does not answer .*is not there/)]);
});

it('asks nobody when nothing is watched', async () => {
  const host = createHost({ clock: systemClock, log, root: '/nowhere' });
  expect(await probe.start(schema.parse({}), host)(0)).toEqual([]);
});

it.each(['', 'a b', 'foo@.service', 'foo@', 'a/b'])('refuses the unit name %j', (name) => {
  expect(schema.safeParse({ watch: [name] }).success).toBe(false);
});
