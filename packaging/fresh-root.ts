import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@watchcase/testkit';
import { repositoryRoot } from '../test/house/tree.ts';

/** A machine of its own within this one: its own files, processes and first process, and this machine's network. */
export interface FreshRoot {
  /** Runs a command as its root, to its end; both its outputs as one text. */
  shell(command: string): Promise<{ code: number | null; text: string }>;
  /** Pulls the plug and starts it again; what is on its disk stays. */
  restart(): Promise<void>;
  /** Path, from outside, of a file that was written inside. */
  outside(path: string): string;
  stop(): Promise<void>;
}

interface Machine {
  /** Shell text that mounts what it needs below `$root` and becomes its first process. */
  start: string;
  path: string;
  /** A command that succeeds once it is up. */
  isUp: string;
  /** Where what is written lies, below its own folder. */
  disk: string;
}

const DEBIAN_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Those that a start goes through; without the real ones' services. */
const TARGETS = ['multi-user', 'basic', 'sysinit', 'network-online', 'shutdown', 'umount', 'final'];

/**
 * This Debian as it is installed, written to in a layer of its own, with folders for what is temporary that are empty at each start, an /opt of its own, and without the checkout, its Node or anybody's home folder, under a systemd that starts nothing else.
 * `packages` are folders whose files are at /packages.
 */
export async function makeDebianRoot(folder: string, packages: readonly string[]): Promise<FreshRoot> {
  const place = debianPlace(folder, packages);
  for (const name of ['units', 'own-units']) mkdirSync(join(place, name));
  for (const target of TARGETS)
    writeFileSync(
      join(place, 'units', `${target}.target`),
      `[Unit]\nDescription=${target}\nDefaultDependencies=no\n`,
    );
  const start = `${debianDisk(place)}
mount --bind '${place}/units' "$root/usr/lib/systemd/system"
mount --bind '${place}/own-units' "$root/etc/systemd/system"
${IN_DEBIAN} container=test SYSTEMD_UNIT_PATH=/etc/systemd/system:/usr/lib/systemd/system \\
  /lib/systemd/systemd --system --unit=multi-user.target --log-target=console --show-status=no`;
  return runMachine(place, {
    start,
    path: DEBIAN_PATH,
    isUp: 'systemctl is-active multi-user.target',
    disk: 'layer/upper',
  });
}

/** The same without systemd, under an OpenRC that starts nothing else. */
export async function makeOpenRcRoot(folder: string, packages: readonly string[]): Promise<FreshRoot> {
  const place = debianPlace(folder, packages);
  for (const level of ['sysinit', 'boot', 'default', 'shutdown'])
    mkdirSync(join(place, 'runlevels', level), { recursive: true });
  const start = `${debianDisk(place)}
mount --bind '${place}/runlevels' "$root/etc/runlevels"
${IN_DEBIAN} /bin/sh -c 'for level in sysinit boot default; do openrc "$level"; done; touch /run/is-up; ${STAY}'`;
  return runMachine(place, { start, path: DEBIAN_PATH, isUp: '[ -e /run/is-up ]', disk: 'layer/upper' });
}

/** What a first process does that has nothing to do. */
const STAY = 'trap : CHLD; while :; do sleep 1000 & wait; done';
/** Begins a first process in what debianDisk has mounted. */
const IN_DEBIAN = `cd "$root"
pivot_root . mnt
umount -l /mnt
exec env -i PATH=${DEBIAN_PATH}`;

function debianPlace(folder: string, packages: readonly string[]): string {
  const place = mkdtempSync(join(folder, 'debian-'));
  for (const name of ['layer/upper', 'layer/work', 'root', 'packages', 'opt'])
    mkdirSync(join(place, name), { recursive: true });
  takePackages(packages, join(place, 'packages'));
  return place;
}

/** Shell text that mounts this Debian below `$root`. */
function debianDisk(place: string): string {
  return `
mount -t overlay overlay -o lowerdir=/,upperdir='${place}/layer/upper',workdir='${place}/layer/work' "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
for path in run tmp var/tmp root ".${repositoryRoot}"; do
  mkdir -p "$root/$path"
  mount -t tmpfs tmpfs "$root/$path"
done
for path in packages opt; do
  mkdir -p "$root/$path"
  mount --bind "${place}/$path" "$root/$path"
done`;
}

/** Nothing but the program `busybox`, which must need no library, and the two files that name root. */
export async function makeBusyboxRoot(
  folder: string,
  busybox: string,
  packages: readonly string[],
): Promise<FreshRoot> {
  const place = mkdtempSync(join(folder, 'busybox-'));
  const path = '/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin';
  for (const name of [
    'bin',
    'sbin',
    'usr/bin',
    'usr/sbin',
    'etc',
    'proc',
    'dev',
    'tmp',
    'root',
    'packages',
    'mnt',
  ])
    mkdirSync(join(place, 'root', name), { recursive: true });
  copyFileSync(busybox, join(place, 'root/bin/busybox'));
  writeFileSync(join(place, 'root/etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  writeFileSync(join(place, 'root/etc/group'), 'root:x:0:\n');
  takePackages(packages, join(place, 'root/packages'));
  const start = `
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
cd "$root"
pivot_root . mnt
/bin/busybox umount -l /mnt
/bin/busybox --install -s
/bin/busybox touch /etc/is-up
exec /bin/busybox env -i PATH=${path} /bin/busybox sh -c '${STAY}'`;
  return runMachine(place, { start, path, isUp: '[ -e /etc/is-up ]', disk: 'root' });
}

function takePackages(from: readonly string[], to: string): void {
  for (const folder of from) {
    const { status, stderr } = spawnSync('sh', ['-c', `cp '${folder}'/watchcase* '${to}/'`], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }
}

async function runMachine(place: string, machine: Machine): Promise<FreshRoot> {
  let running = await startMachine(place, machine);
  return {
    shell: (command) => inside(running.pid, machine, command),
    async restart() {
      await running.end();
      running = await startMachine(place, machine);
    },
    outside: (path) => join(place, machine.disk, path),
    stop: () => running.end(),
  };
}

async function startMachine(place: string, machine: Machine) {
  const script = `set -e\nmount --make-rprivate /\nroot='${place}/root'\n${machine.start}`;
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const child = spawn('unshare', [...namespaces, '/bin/sh', '-c', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = gather(child);
  const ended = once(child, 'exit');
  const pid = await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the machine did not start:\n${said.text}`);
    const first = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim());
    return first > 0 && (await inside(first, machine, machine.isUp)).code === 0 ? first : undefined;
  });
  return {
    pid,
    /** With the first process of its namespace all others end. */
    async end() {
      process.kill(pid, 'SIGKILL');
      await ended;
    },
  };
}

async function inside(pid: number, { path }: Machine, command: string) {
  const args = ['-t', String(pid), '-m', '-p', '-r', '-w', '--', '/bin/sh', '-c', command];
  const child = spawn('nsenter', args, {
    env: { PATH: path, HOME: '/root', DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = gather(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text: said.text };
}

function gather(child: ChildProcess): { text: string } {
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said.text += chunk.toString()));
  return said;
}
