import type { Host } from './index.ts';

/** This boot of the machine: an id that changes with each, and when it was, Unix milliseconds. */
export function readBoot(host: Host, now: number): { bootId: string; bootTimeMs: number } {
  try {
    const bootId = host.read('/proc/sys/kernel/random/boot_id').trim();
    const seconds = Number(host.read('/proc/uptime').split(' ')[0]);
    return { bootId, bootTimeMs: Math.round(now - seconds * 1000) };
  } catch {
    return { bootId: '', bootTimeMs: 0 };
  }
}
