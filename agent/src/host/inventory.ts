import type { Clock, Timer } from '@watchcase/runtime/light';
import type si from 'systeminformation';
import type { Systeminformation } from 'systeminformation';

const PART_MS = 20_000;

type Tool = typeof si;

/** What this machine is: system, processor, memory, disks, network. A part that cannot be read is left out. */
export async function readInventory(clock: Clock): Promise<Record<string, unknown>> {
  // Loaded when first asked: it is large, and nothing else needs it on Linux.
  const { default: tool } = await import('systeminformation');
  const parts = await Promise.all(
    Object.entries(readers).map(
      async ([name, read]) => [name, await within(clock, read(tool)).catch(() => undefined)] as const,
    ),
  );
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}

const readers: Readonly<Record<string, (tool: Tool) => Promise<unknown>>> = {
  async os(tool) {
    const { platform, distro, release, kernel, arch, hostname } = await tool.osInfo();
    return { platform, distro, release, kernel, arch, hostname };
  },
  async system(tool) {
    const { manufacturer, model, virtual } = await tool.system();
    return { manufacturer, model, virtual };
  },
  async cpu(tool) {
    const { manufacturer, brand, cores, physicalCores } = await tool.cpu();
    return { manufacturer, brand, cores, physicalCores };
  },
  async memory(tool) {
    const { total, swaptotal } = await tool.mem();
    return { totalBytes: total, swapBytes: swaptotal };
  },
  disks: async (tool) => (await tool.blockDevices()).filter(isDisk).map(diskOf),
  network: async (tool) => [await tool.networkInterfaces()].flat().filter(isInterface).map(interfaceOf),
};

/** Images and memory that only look like disks come and go. */
function isDisk({ name }: Systeminformation.BlockDevicesData): boolean {
  return !/^(?:loop|ram|zram)\d/.test(name);
}

function diskOf({ name, type, fsType, mount, size }: Systeminformation.BlockDevicesData) {
  return { name, type, fsType, mount, sizeBytes: size };
}

/** Containers' interfaces come and go. */
function isInterface({ iface, internal }: Systeminformation.NetworkInterfacesData): boolean {
  return !internal && !/^(?:veth|cali|lxc|docker\d|br-)/.test(iface);
}

function interfaceOf({ iface, ip4, ip6, mac }: Systeminformation.NetworkInterfacesData) {
  return { iface, ip4, ip6, mac };
}

/** A tool that systeminformation starts may hang. */
async function within<T>(clock: Clock, read: Promise<T>): Promise<T> {
  let timer: Timer | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = clock.after(PART_MS, () => reject(new Error('timed out')));
  });
  return Promise.race([read, expired]).finally(() => timer?.cancel());
}
