import type { Host } from './index.ts';

/** This boot of the machine: an id that changes with each, empty where there is none, and when it was, Unix milliseconds. */
export function readBoot(host: Host, now: number): { bootId: string; bootTimeMs: number } {
  const bootTimeMs = (uptimeSeconds: number) => Math.round(now - uptimeSeconds * 1000);
  try {
    const bootId = host.read('/proc/sys/kernel/random/boot_id').trim();
    return { bootId, bootTimeMs: bootTimeMs(Number(host.read('/proc/uptime').split(' ')[0])) };
  } catch {
    return { bootId: '', bootTimeMs: bootTimeMs(host.portable.uptimeSeconds()) };
  }
}
