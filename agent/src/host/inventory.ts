import si from 'systeminformation';

const PART_MS = 20_000;

/** What this machine is: system, processor, memory, disks, network. A part that cannot be read is left out. */
export async function readInventory(): Promise<Record<string, unknown>> {
  const parts = await Promise.all(
    Object.entries(readers).map(
      async ([name, read]) => [name, await within(read).catch(() => undefined)] as const,
    ),
  );
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}

const readers: Readonly<Record<string, () => Promise<unknown>>> = {
  os: async () => {
    const { platform, distro, release, kernel, arch, hostname } = await si.osInfo();
    return { platform, distro, release, kernel, arch, hostname };
  },
  system: async () => {
    const { manufacturer, model, virtual } = await si.system();
    return { manufacturer, model, virtual };
  },
  cpu: async () => {
    const { manufacturer, brand, cores, physicalCores } = await si.cpu();
    return { manufacturer, brand, cores, physicalCores };
  },
  memory: async () => ({ totalBytes: (await si.mem()).total, swapBytes: (await si.mem()).swaptotal }),
  disks: async () =>
    (await si.blockDevices()).map(({ name, type, fsType, mount, size }) => ({
      name,
      type,
      fsType,
      mount,
      sizeBytes: size,
    })),
  network: async () => {
    const interfaces = await si.networkInterfaces();
    return [interfaces].flat().map(({ iface, ip4, ip6, mac }) => ({ iface, ip4, ip6, mac }));
  },
};

function within<T>(read: () => Promise<T>): Promise<T> {
  return Promise.race([
    read(),
    new Promise<never>((_, reject) => {
      AbortSignal.timeout(PART_MS).addEventListener('abort', () => reject(new Error('timed out')));
    }),
  ]);
}
