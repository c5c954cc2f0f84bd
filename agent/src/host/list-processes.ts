/** One process, from /proc/PID/stat and cmdline. Ticks are hundredths of a second. */
export interface ProcessEntry {
  pid: number;
  name: string;
  state: string;
  /** Processor time used so far, ticks. */
  ticks: number;
  threads: number;
  residentPages: number;
  /** When it started, ticks since boot: with the pid it names a process for good. */
  startTicks: number;
  /** Program and arguments, spaces between them; read when asked. */
  commandLine(): string;
}

/** Reads every process; one that ends meanwhile is left out. */
export function listProcesses(
  read: (path: string) => string,
  list: (path: string) => string[],
): ProcessEntry[] {
  return list('/proc').flatMap((name) => {
    const first = name.codePointAt(0) ?? 0;
    if (first < 48 || first > 57) return [];
    try {
      return [parseStat(read(`/proc/${name}/stat`), read)];
    } catch {
      return [];
    }
  });
}

/** Fields of proc(5) /proc/PID/stat, counted behind the name, which may hold anything. */
function parseStat(text: string, read: (path: string) => string): ProcessEntry {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const pid = Number(text.slice(0, open));
  const fields = text.slice(close + 2).split(' ');
  const at = (index: number) => Number(fields[index]);
  return {
    pid,
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    ticks: at(11) + at(12),
    threads: at(17),
    startTicks: at(19),
    residentPages: at(21),
    commandLine() {
      try {
        return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
      } catch {
        return '';
      }
    },
  };
}
