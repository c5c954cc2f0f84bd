import { createLog, systemClock } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { printSamples } from '../../test/recorded-case.ts';
import { createHost, type Host, type PortableMachine } from '../host/index.ts';
import { probeOptions } from './options.generated.ts';
import { probes } from './registry.generated.ts';

const GIB = 1024 ** 3;
const process = {
  arguments: ['nginx', '-g', 'x'],
  executable: '/opt/nginx',
  user: 'www',
  residentBytes: 1024,
};
const disk = { device: '/dev/disk3s1', type: 'APFS', writable: true, total: 8 * GIB, used: 3 * GIB };
let processorMs = 0;

/** What a Mac says, as systeminformation and Node hand it on. */
const mac: PortableMachine = {
  processorTimes() {
    processorMs += 1000;
    const [user, idle] = [processorMs / 4, (processorMs * 3) / 4];
    return [1, 2].map(() => ({ user, nice: 0, system: 0, idle, irq: 0 }));
  },
  load: () => [1.5, 2, 2.5],
  uptimeSeconds: () => 77.9,
  memory: async () => ({ total: 16, free: 2, available: 4, swapTotal: 8, swapFree: 6 }),
  fileSystems: async () => [
    { ...disk, path: '/System/Volumes/VM', available: GIB },
    { ...disk, path: '/System/Volumes/Data', available: GIB },
    { ...disk, path: '/', used: GIB, available: GIB, writable: false },
  ],
  diskActivity: async () => ({ reads: 5, writes: null, readBytes: 6, writeBytes: null }),
  interfaces: async () => [
    { name: 'en0', bytesReceived: 1, bytesSent: 2, errorsIn: 3, errorsOut: 4, dropsIn: 5, dropsOut: 6 },
  ],
  processes: async () => [
    { ...process, pid: 7, name: 'nginx', state: 'sleeping' },
    { ...process, pid: 8, name: 'nginx', state: 'zombie' },
    { ...process, pid: 9, name: 'other', state: 'odd', arguments: ['other'], user: 'root' },
  ],
};

const nothing = () => {
  throw new Error('there is no such file on this system');
};
const host: Host = {
  ...createHost({ clock: systemClock, log: createLog('test', 'silent') }),
  platform: 'darwin',
  read: nothing,
  list: nothing,
  processes: nothing,
  processors: () => 8,
  portable: mac,
};

async function collected(name: string, options: unknown = {}) {
  const probe = probes[name];
  const schema = probeOptions[name];
  if (probe === undefined || schema === undefined) throw new Error(`no probe ${name}`);
  const collect = probe.start(schema.parse(options), host);
  await collect(0);
  return printSamples(await collect(15_000));
}

it('cpu: what Node tells', async () => {
  expect(await collected('cpu')).toMatchObject({
    'cpu{cpu=cpu-total}': {
      usage_user: '25 percent',
      usage_idle: '75 percent',
      usage_iowait: 'null percent',
    },
  });
});

it('mem, swap, system: without what is not told', async () => {
  expect({
    ...(await collected('mem')),
    ...(await collected('swap')),
    ...(await collected('system')),
  }).toEqual({
    'mem{}': {
      total: '16 bytes',
      available: '4 bytes',
      used: '12 bytes',
      used_percent: '75 percent',
      available_percent: '25 percent',
      free: '2 bytes',
    },
    'swap{}': { total: '8 bytes', free: '6 bytes', used: '2 bytes', used_percent: '25 percent' },
    'system{}': {
      load1: '1.5 none',
      load5: '2 none',
      load15: '2.5 none',
      n_cpus: '8 count',
      uptime: '77 seconds',
    },
  });
});

it("disk: people's volumes, without inodes", async () => {
  expect(await collected('disk')).toEqual({
    'disk{path=/,fstype=APFS}': {
      total: `${8 * GIB} bytes`,
      free: `${GIB} bytes`,
      used: `${GIB} bytes`,
      used_percent: 'null percent',
      read_only: '1 none',
      write_lost: 'null none',
      readable: '1 none',
    },
    'disk{path=/System/Volumes/Data,fstype=APFS}': {
      total: `${8 * GIB} bytes`,
      free: `${GIB} bytes`,
      used: `${3 * GIB} bytes`,
      used_percent: '75 percent',
      read_only: '0 none',
      write_lost: 'null none',
      readable: '1 none',
    },
  });
});

it('diskio, net: totals, and interfaces by name', async () => {
  expect(await collected('diskio')).toMatchObject({
    'diskio{name=all}': {
      reads: '5 count',
      writes: 'null count',
      read_bytes: '6 bytes',
      io_time: 'null milliseconds',
    },
  });
  expect(await collected('net')).toMatchObject({
    'net{interface=en0}': { bytes_recv: '1 bytes', packets_recv: 'null count', drop_out: '6 count' },
  });
});

it('processes, procstat: by the words of the system', async () => {
  expect(await collected('processes')).toMatchObject({
    'processes{}': { total: '3 count', sleeping: '1 count', zombies: '1 count', unknown: '1 count' },
  });
  const watch = [{ name: 'nginx' }, { name: 'roots', user: 'root' }, { name: 'pid', pidFile: '/run/x.pid' }];
  expect(await collected('procstat', { watch })).toMatchObject({
    'procstat_lookup{process_name=nginx}': { running: '1 count', pid_count: '2 count' },
    'procstat_lookup{process_name=roots}': { running: '1 count', pid_count: '1 count' },
    'procstat_lookup{process_name=pid}': { running: '0 count', pid_count: '0 count' },
  });
});
