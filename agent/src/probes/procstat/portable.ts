import type { Collect } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { matchFilesOf } from './match-files.ts';
import { createMatcher } from './match-process.ts';
import type { Watched } from './options.ts';
import { samplesOf } from './samples.ts';

/** The look-up where there is no /proc: processes, memory; neither threads, files nor processor time. */
export function startPortable(watch: readonly Watched[], host: Host): Collect {
  const groups = watch.map((watched) => ({
    name: watched.name,
    match: createMatcher(watched, matchFilesOf(host)),
  }));
  return async () => {
    const processes = await host.portable.processes();
    return groups.flatMap(({ name, match }) => {
      const matches = match();
      const found = processes.filter((it) =>
        matches({
          pid: it.pid,
          key: `${it.pid} ${it.arguments.join(' ')}`,
          name: it.name,
          arguments: () => it.arguments,
          executable: () => it.executable,
          runsAs: (user) => it.user === user,
        }),
      );
      return samplesOf(name, {
        found: found.length,
        running: found.filter(({ state }) => !state.startsWith('zombie')).length,
        cpuPercent: null,
        residentBytes: found.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
        threads: null,
        openFiles: null,
      });
    });
  };
}
