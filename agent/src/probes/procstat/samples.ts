import type { Sample } from '../../contract.ts';

/** A watched program's processes together; null for what may not be read. */
export interface Totals {
  /** Processes found, also those that ended and wait for their parent. */
  found: number;
  running: number;
  cpuPercent: number | null;
  residentBytes: number | null;
  threads: number | null;
  openFiles: number | null;
}

/** Telegraf's two measurements of one watched program. With no process running only the look-up has values; with null, where nobody can tell, nothing has. */
export function samplesOf(name: string, totals: Totals | null): Sample[] {
  const tags = { process_name: name };
  const usage = (of: 'cpuPercent' | 'residentBytes' | 'threads' | 'openFiles') =>
    totals === null || totals.running === 0 ? null : totals[of];
  return [
    {
      measurement: 'procstat_lookup',
      tags,
      fields: [
        ['running', 'count', totals?.running ?? null],
        ['pid_count', 'count', totals?.found ?? null],
      ],
    },
    {
      measurement: 'procstat',
      tags,
      fields: [
        ['cpu_usage', 'percent', usage('cpuPercent')],
        ['memory_rss', 'bytes', usage('residentBytes')],
        ['num_threads', 'count', usage('threads')],
        ['num_fds', 'count', usage('openFiles')],
      ],
    },
  ];
}
