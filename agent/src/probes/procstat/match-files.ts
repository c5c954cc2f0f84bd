import type { Host } from '../../host/index.ts';
import type { MatchFiles } from './match-process.ts';
import { readPidFile } from './read-pid-file.ts';

/** The machine's files as a matcher wants them. */
export function matchFilesOf(host: Host): MatchFiles {
  return {
    pidOf: (path) => readPidFile(host, path),
    realOf(path) {
      try {
        return host.real(path);
      } catch {
        return path;
      }
    },
  };
}
