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

/** Telegraf's two measurements of one watched program. With no process running only the look-up has values. */
export function samplesOf(name: string, totals: Totals): Sample[] {
  const tags = { process_name: name };
  const usage = (value: number | null) => (totals.running === 0 ? null : value);
  return [
    {
      measurement: 'procstat_lookup',
      tags,
      fields: [
        ['running', 'count', totals.running],
        ['pid_count', 'count', totals.found],
      ],
    },
    {
      measurement: 'procstat',
      tags,
      fields: [
        ['cpu_usage', 'percent', usage(totals.cpuPercent)],
        ['memory_rss', 'bytes', usage(totals.residentBytes)],
        ['num_threads', 'count', usage(totals.threads)],
        ['num_fds', 'count', usage(totals.openFiles)],
      ],
    },
  ];
}
