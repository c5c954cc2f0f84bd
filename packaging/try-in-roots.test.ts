import { join } from 'node:path';
import type { HostDetail } from '@watchcase/api';
import { initTls } from '@watchcase/collector/tls/index.ts';
import { systemClock } from '@watchcase/runtime';
import { describeWith, eventually, programPath, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Collector, startCollector } from '../test/harness/index.ts';
import { repositoryRoot } from '../test/house/tree.ts';
import { makePackages } from './make-packages.ts';
import { type FreshRoot, makeBusyboxRoot, makeDebianRoot } from './fresh-root.ts';

const NONE = '0000000000000000';
const PATIENT = { timeoutMs: 60_000 };
const folder = temporaryFolder();
const packages = { one: '0.1.1', two: '0.1.2' };
let collector: Collector;
let root: FreshRoot;

beforeAll(async () => {
  const { files } = initTls(join(folder.path, 'tls'), {
    names: ['localhost', '127.0.0.1'],
    now: systemClock.now(),
  });
  const tls = { certificateFile: files.certificate, keyFile: files.key, authorityFile: files.authority };
  const made = Object.values(packages).map((version) =>
    makePackages({
      root: repositoryRoot,
      out: join(folder.path, version),
      kinds: ['agent-deb', 'agent-tar-carried'],
      version,
      effort: 0,
      sourceDate: 1_790_000_000,
      print: () => undefined,
    }),
  );
  [collector] = await Promise.all([startCollector({ config: { tls }, startMs: 120_000 }), ...made]);
}, 300_000);
afterAll(async () => {
  await collector.stop();
  folder[Symbol.dispose]();
});

/** The host once an agent of this version, started after `after`, is connected; and when that one was started. */
function heard(id: string, version: string, after = 0): Promise<HostDetail & { startedAt: number }> {
  return eventually(async () => {
    const host = await collector.api<HostDetail>(`/api/v1/hosts/${id}`);
    const { connection, startedAt } = await told();
    const isThere = host.presence === 'online' && host.agentVersion === version && startedAt > after;
    if (!isThere || connection.state !== 'connected') return undefined;
    return host.series.some(({ key }) => key === 'mem.used_percent') ? { ...host, startedAt } : undefined;
  }, PATIENT);
}

async function joined(id: string): Promise<string> {
  const url = `https://127.0.0.1:${new URL(collector.url).port}`;
  const token = await collector.newToken();
  const { text } = await root.shell(`watchcase-agent enrol --url ${url} --token ${token} --id ${id}`);
  return /enrolled as (?<host>\S+);/.exec(text)?.groups?.['host'] ?? text;
}

async function good(command: string): Promise<string> {
  const { code, text } = await root.shell(command);
  if (code !== 0) throw new Error(`${command}: ${code}\n${text}`);
  return text.trim();
}

/** Whatever has the agent's name, anywhere on the machine. */
const LEFT =
  'find / -xdev -name "*watchcase*" ! -path "/proc/*" ! -path "/packages*"; grep -l watchcase /etc/passwd /etc/group; true';
const asStatus = '--state /var/lib/watchcase-agent status --json';
interface Told {
  pid: number;
  startedAt: number;
  connection: { state: string };
  outbox: { droppedReadings: number; droppedEvents: number };
}
const told = async () => JSON.parse((await root.shell(`watchcase-agent ${asStatus}`)).text) as Told;

describeWith(['dpkg-deb', 'openssl'], 'on a fresh Debian under systemd', () => {
  beforeEach(async () => {
    root = await makeDebianRoot(
      folder.path,
      Object.values(packages).map((version) => join(folder.path, version)),
    );
    return () => root.stop();
  });

  it('the package installs, joins over TLS, reports, survives a restart, is brought up to date and leaves nothing', {
    timeout: 300_000,
  }, async () => {
    const before = await good(LEFT);
    await good(`dpkg -i /packages/watchcase-agent_${packages.one}_amd64.deb`);
    const state = 'systemctl is-enabled watchcase-agent; systemctl is-active watchcase-agent; true';
    expect(await good(state)).toBe('enabled\ninactive');
    const id = await joined('debian');
    await good('systemctl start watchcase-agent');
    const first = await heard(id, packages.one);
    expect(await good(state)).toBe('enabled\nactive');

    // Its sandbox must not be taken for the machine.
    const disks = first.series.filter(({ field }) => field === 'read_only');
    expect(disks.map(({ tags }) => tags['path'])).toContain('/');
    expect(disks.filter(({ value }) => value !== 0)).toEqual([]);
    const own = await told();
    expect(await good(`stat -c %U /proc/${own.pid} /var/lib/watchcase-agent/credential.json`)).toBe(
      'watchcase-agent\nwatchcase-agent',
    );
    const rights = await good(`grep -E "^(CapEff|CapBnd|NoNewPrivs|Seccomp):" /proc/${own.pid}/status`);
    expect(rights.split(/\s+/)).toEqual([
      'CapEff:',
      NONE,
      'CapBnd:',
      NONE,
      'NoNewPrivs:',
      '1',
      'Seccomp:',
      '2',
    ]);
    const write = await root.shell(`nsenter -t ${own.pid} -m -- touch /usr/lib/watchcase-agent/x`);
    expect(write.text).toContain('Read-only file system');

    await root.restart();
    const again = await heard(id, packages.one, first.startedAt);
    await good(`dpkg -i /packages/watchcase-agent_${packages.two}_amd64.deb`);
    await heard(id, packages.two, again.startedAt);
    expect((await told()).outbox).toMatchObject({ droppedReadings: 0, droppedEvents: 0 });

    await good('dpkg --purge watchcase-agent');
    expect(await good(LEFT)).toBe(before);
  });
});

describeWith(['busybox', 'openssl'], 'on a machine with nothing but a static busybox', () => {
  beforeEach(async () => {
    root = await makeBusyboxRoot(
      folder.path,
      programPath('busybox'),
      Object.values(packages).map((version) => join(folder.path, version)),
    );
    return () => root.stop();
  });
  const unpack = (version: string) =>
    `rm -rf /tmp/watchcase-agent && tar -xzf /packages/watchcase-agent_${version}_linux-x64-carries-its-libc.tar.gz -C /tmp && /tmp/watchcase-agent/install.sh`;

  it('the archive that carries its libraries does the same, with all probes on', {
    timeout: 300_000,
  }, async () => {
    const before = await good(LEFT);
    expect(await good(unpack(packages.one))).toContain('join with: watchcase-agent enrol');
    const id = await joined('busybox');
    await good('/etc/init.d/watchcase-agent start');
    const first = await heard(id, packages.one);
    expect(await good('watchcase-agent check')).toContain('everything can be read');
    expect(await good(`stat -c %U /proc/${(await told()).pid}`)).toBe('watchcase-agent');

    await root.restart();
    await good('/etc/init.d/watchcase-agent start');
    const again = await heard(id, packages.one, first.startedAt);
    await good(unpack(packages.two));
    await heard(id, packages.two, again.startedAt);
    expect((await told()).outbox).toMatchObject({ droppedReadings: 0, droppedEvents: 0 });

    await good('/opt/watchcase-agent/current/uninstall.sh; rm -rf /tmp/watchcase-agent');
    expect(await good(LEFT)).toBe(before);
  });
});
