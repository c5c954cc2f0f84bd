import { cpus, loadavg, uptime } from 'node:os';

/** Time one processor has spent since boot, milliseconds. */
export interface ProcessorTimes {
  user: number;
  nice: number;
  system: number;
  idle: number;
  irq: number;
}

/** Memory and swap, bytes. */
export interface PortableMemory {
  total: number;
  free: number;
  available: number;
  swapTotal: number;
  swapFree: number;
}

/** A mounted file system, bytes. */
export interface PortableFileSystem {
  path: string;
  device: string;
  type: string;
  writable: boolean;
  total: number;
  used: number;
  available: number;
}

/** What all disks together have done since boot; null where the system does not tell. */
export interface PortableDiskActivity {
  reads: number | null;
  writes: number | null;
  readBytes: number | null;
  writeBytes: number | null;
}

/** Counters of one network interface since boot. */
export interface PortableInterface {
  name: string;
  bytesReceived: number;
  bytesSent: number;
  errorsIn: number;
  errorsOut: number;
  dropsIn: number;
  dropsOut: number;
}

/** One process. */
export interface PortableProcess {
  pid: number;
  name: string;
  state: string;
  arguments: readonly string[];
  executable: string;
  user: string;
  residentBytes: number;
}

/**
 * The machine as systeminformation and Node see it on any system; for those without /proc. Some calls start a system tool,
 * so they cost far more than a look into /proc.
 */
export interface PortableMachine {
  processorTimes(): ProcessorTimes[];
  /** Averages over 1, 5 and 15 minutes; null on Windows, which has none. */
  load(): readonly [number, number, number] | null;
  uptimeSeconds(): number;
  memory(): Promise<PortableMemory>;
  fileSystems(): Promise<PortableFileSystem[]>;
  diskActivity(): Promise<PortableDiskActivity>;
  interfaces(): Promise<PortableInterface[]>;
  processes(): Promise<PortableProcess[]>;
}

/** Loaded when first asked: it is large, and Linux needs it for the inventory only. */
const load = async () => (await import('systeminformation')).default;

export const portableMachine: PortableMachine = {
  processorTimes: () =>
    cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({ user, nice, system: sys, idle, irq })),
  load() {
    if (process.platform === 'win32') return null;
    const [one = 0, five = 0, fifteen = 0] = loadavg();
    return [one, five, fifteen];
  },
  uptimeSeconds: uptime,
  async memory() {
    const { total, free, available, swaptotal, swapfree } = await (await load()).mem();
    return { total, free, available, swapTotal: swaptotal, swapFree: swapfree };
  },
  async fileSystems() {
    const found = await (await load()).fsSize();
    return found.map(({ mount, fs, type, rw, size, used, available }) => ({
      path: mount,
      device: fs,
      type,
      writable: rw !== false,
      total: size,
      used,
      available,
    }));
  },
  async diskActivity() {
    const si = await load();
    const [operations, bytes] = await Promise.all([si.disksIO(), si.fsStats()]);
    return {
      reads: orNull(operations?.rIO),
      writes: orNull(operations?.wIO),
      readBytes: orNull(bytes?.rx),
      writeBytes: orNull(bytes?.wx),
    };
  },
  async interfaces() {
    const found = await (await load()).networkStats('*');
    return found.map((it) => ({
      name: it.iface,
      bytesReceived: it.rx_bytes,
      bytesSent: it.tx_bytes,
      errorsIn: it.rx_errors,
      errorsOut: it.tx_errors,
      dropsIn: it.rx_dropped,
      dropsOut: it.tx_dropped,
    }));
  },
  async processes() {
    const { list } = await (await load()).processes();
    return list.map((it) => ({
      pid: it.pid,
      name: it.name,
      state: it.state,
      arguments: [it.command, ...it.params.split(' ').filter((one) => one !== '')],
      executable: it.path,
      user: it.user,
      residentBytes: it.memRss * 1024,
    }));
  },
};

/** systeminformation gives null or nothing where a system does not tell, whatever its types say. */
function orNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
