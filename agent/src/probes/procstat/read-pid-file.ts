import type { Host } from '../../host/index.ts';

/** The process number in a pid file; null when there is no such file or no number in it. */
export function readPidFile(host: Host, path: string): number | null {
  try {
    const pid = Number.parseInt(host.read(path), 10);
    return pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
