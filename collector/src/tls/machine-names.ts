import { hostname, networkInterfaces } from 'node:os';

/** By what this machine may be reached: its name, its addresses in networks, and what stands for itself. */
export function machineNames(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
  return [hostname(), 'localhost', ...addresses, '127.0.0.1', '::1'];
}
