import { existsSync, writeFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { pause } from '../../test/scenarios/pause.ts';
import { freePort, launch, type Program } from '../../test/harness/index.ts';
import { type SizeOnDisk, sizeOfPackage } from './forms.ts';

/** Another agent, running beside ours and asked for its values every 10 s as it would be in service. */
export interface Peer {
  name: string;
  size: SizeOnDisk | null;
  program: Program;
  /** From its start until it has said its first values, milliseconds. */
  startMs: Promise<number>;
  stop(): Promise<void>;
}

interface PeerKind {
  name: string;
  file: string;
  package: string;
  /** Writes its config into `folder`; gives its arguments, and how it is asked for its values, or waited for if it sends them. */
  prepare(
    folder: string,
    port: number,
  ): { args: string[]; ask?: () => Promise<void>; sent?: () => Promise<void> };
}

const INTERVAL_MS = 10_000;
const ASK_AGAIN_MS = 2;
/** Zabbix takes no higher one; those of freePort are above it by less than it. */
const HIGHEST_PORT = 32_767;

const kinds: readonly PeerKind[] = [
  {
    name: 'collectd',
    file: '/usr/sbin/collectd',
    package: 'collectd-core',
    prepare: (folder, port) => ({
      args: ['-f', '-C', written(folder, 'collectd.conf', collectd(folder, port))],
      sent: () => firstPacket(port),
    }),
  },
  {
    name: 'prometheus-node-exporter',
    file: '/usr/bin/prometheus-node-exporter',
    package: 'prometheus-node-exporter',
    prepare: (_folder, port) => ({
      args: ['--no-collector.systemd', `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
      async ask() {
        await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      },
    }),
  },
  {
    name: 'zabbix_agentd',
    file: '/usr/sbin/zabbix_agentd',
    package: 'zabbix-agent',
    prepare: (folder, port) => ({
      args: ['-f', '-c', written(folder, 'zabbix.conf', zabbix(folder, port))],
      async ask() {
        for (const item of zabbixItems()) await askZabbix(port, item);
      },
    }),
  },
];

/** Starts the peers that are installed; says which are not. Their files are in `folder`. */
export async function startPeers(folder: string): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (const kind of kinds) {
    if (!existsSync(kind.file)) {
      process.stderr.write(`${kind.name} is not installed (apt-get install ${kind.package}): not compared\n`);
      continue;
    }
    peers.push(start(kind, folder, (await freePort()) % HIGHEST_PORT));
  }
  return peers;
}

function start(kind: PeerKind, folder: string, port: number): Peer {
  const { args, ask, sent } = kind.prepare(folder, port);
  const waiting = sent?.();
  const startedAt = systemClock.monotonic();
  const program = launch({ name: kind.name, command: kind.file, args });
  const startMs = (waiting ?? untilAnswered(ask, program)).then(() =>
    Math.round(systemClock.monotonic() - startedAt),
  );
  let timer = systemClock.after(INTERVAL_MS, tick);
  function tick(): void {
    timer = systemClock.after(INTERVAL_MS, tick);
    void ask?.().catch((error: unknown) => process.stderr.write(`${kind.name}: ${String(error)}\n`));
  }
  return {
    name: kind.name,
    size: sizeOfPackage(kind.package),
    program,
    startMs,
    async stop() {
      timer.cancel();
      await program.end('SIGTERM');
    },
  };
}

/** Asks until there is an answer; gives up when the program has ended, which the bench tells. */
async function untilAnswered(ask: (() => Promise<void>) | undefined, program: Program): Promise<void> {
  while (program.running()) {
    try {
      return await ask?.();
    } catch {
      await pause(ASK_AGAIN_MS);
    }
  }
}

/** Listens where collectd sends to, for the whole run: nobody there would be an error for it. */
function firstPacket(port: number): Promise<void> {
  const socket = createSocket('udp4');
  socket.unref();
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('message', () => resolve());
    socket.bind(port, '127.0.0.1');
  });
}

function written(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o644 });
  return path;
}

function collectd(folder: string, port: number): string {
  const plugins = [
    'cpu',
    'memory',
    'df',
    'disk',
    'interface',
    'load',
    'processes',
    'uptime',
    'swap',
    'network',
  ];
  return [
    'Hostname "peer"\nFQDNLookup false\nInterval 10',
    `BaseDir "${folder}"\nPIDFile "${folder}/collectd.pid"`,
    'PluginDir "/usr/lib/collectd"\nTypesDB "/usr/share/collectd/types.db"',
    ...plugins.map((name) => `LoadPlugin ${name}`),
    `<Plugin network>\n  Server "127.0.0.1" "${port}"\n</Plugin>\n`,
  ].join('\n');
}

function zabbix(folder: string, port: number): string {
  return [
    'Server=127.0.0.1\nListenIP=127.0.0.1\nAllowRoot=1\nHostname=peer',
    `ListenPort=${port}\nPidFile=${folder}/zabbix.pid\nLogFile=${folder}/zabbix.log\n`,
  ].join('\n');
}

/** About what our default probes read, in Zabbix's names. */
function zabbixItems(): string[] {
  const each = (names: string[], form: (name: string) => string[]) => names.flatMap(form);
  return [
    'agent.ping',
    'system.uptime',
    'proc.num[]',
    'proc.num[,,run]',
    'kernel.maxproc',
    ...each(['user', 'system', 'idle', 'iowait', 'nice', 'softirq', 'steal', 'interrupt'], (n) => [
      `system.cpu.util[,${n}]`,
    ]),
    ...each(['avg1', 'avg5', 'avg15'], (n) => [`system.cpu.load[all,${n}]`]),
    ...each(['total', 'available', 'pavailable', 'free', 'cached', 'buffers'], (n) => [
      `vm.memory.size[${n}]`,
    ]),
    ...each(['free', 'pfree'], (n) => [`system.swap.size[,${n}]`]),
    ...each(['total', 'used', 'pused', 'free'], (n) => [`vfs.fs.size[/,${n}]`, `vfs.fs.inode[/,${n}]`]),
    ...each(['bytes', 'packets', 'errors', 'dropped'], (n) => [`net.if.in[lo,${n}]`, `net.if.out[lo,${n}]`]),
  ];
}

/** One passive check: header, length, key. */
function askZabbix(port: number, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const head = Buffer.alloc(13);
    head.write('ZBXD\u0001', 'latin1');
    head.writeUInt32LE(key.length, 5);
    socket.once('connect', () => socket.write(Buffer.concat([head, Buffer.from(key)])));
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.resume();
  });
}
