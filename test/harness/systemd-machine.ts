import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@watchcase/testkit';

/** A machine that systemd runs: this one's programs, folders of its own where software is installed, and nothing else started. */
export interface SystemdMachine {
  /** Runs a command as its root, to its end. */
  shell(command: string): Promise<{ code: number | null; text: string }>;
  /** Pulls the plug and starts it again; what is on its disk stays. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const SYSTEMD = '/lib/systemd/systemd';
const PATH = '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Whatever is installed on a machine for good. */
const OWN = ['opt', 'usr/local/bin', 'var/lib', 'etc/systemd/system'];
/** Those that a start goes through; without the real ones' services. */
const TARGETS = ['multi-user', 'basic', 'sysinit', 'network-online', 'shutdown', 'umount', 'final'];

/** What this machine lacks for it, with the package; empty when nothing. */
export function missingForSystemd(): string[] {
  return [
    existsSync(SYSTEMD) ? [] : 'systemd (apt-get install systemd)',
    spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0
      ? []
      : 'the right to make namespaces (root)',
  ].flat();
}

/** Starts it, with its disk below `folder`. Needs root. */
export async function startSystemdMachine(folder: string): Promise<SystemdMachine> {
  const units = join(folder, 'units');
  for (const path of [...OWN, 'units']) mkdirSync(join(folder, path), { recursive: true });
  for (const target of TARGETS)
    writeFileSync(join(units, `${target}.target`), `[Unit]\nDescription=${target}\nDefaultDependencies=no\n`);
  let machine = await start(folder, units);
  return {
    async shell(command) {
      const inside = ['-t', String(machine.pid), '-m', '-p', '--', '/bin/sh', '-c', command];
      const child = spawn('nsenter', inside, {
        env: { PATH, HOME: '/root' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const [code] = (await once(child, 'exit')) as [number | null];
      return { code, text };
    },
    async restart() {
      await machine.end();
      machine = await start(folder, units);
    },
    stop: () => machine.end(),
  };
}

async function start(folder: string, units: string) {
  const child = spawn(
    'unshare',
    [
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      '/bin/sh',
      '-c',
      startScript(folder, units),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'exit');
  const pid = await eventually(() => {
    if (child.exitCode !== null) throw new Error(`systemd did not start:\n${text}`);
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
    return children === '' ? undefined : Number(children);
  });
  const asked = ['-t', String(pid), '-m', '-p', '--', 'systemctl', 'is-active', 'multi-user.target'];
  await eventually(() => spawnSync('nsenter', asked).status === 0);
  return {
    pid,
    /** With the first process of its namespace all others end. */
    async end() {
      process.kill(pid, 'SIGKILL');
      await ended;
    },
  };
}

function startScript(folder: string, units: string): string {
  return `set -e
mount --make-rprivate /
for path in ${OWN.join(' ')}; do mount --bind '${folder}'/$path /$path; done
mount -t tmpfs tmpfs /run
exec env -i PATH=${PATH} container=test SYSTEMD_UNIT_PATH=/etc/systemd/system:'${units}' \\
  ${SYSTEMD} --system --unit=multi-user.target --log-target=console --show-status=no`;
}
