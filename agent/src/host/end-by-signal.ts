/**
 * Dies of a signal, as a command that it killed has: a shell, a service manager and a caller that waits tell that from an exit code. A shell takes this process's place
 * for it, since Node ignores SIGPIPE, and since its own memory is nothing for a core file. Returns where that cannot be done.
 */
export function endBySignal(signal: NodeJS.Signals): void {
  if (process.platform === 'win32' || process.execve === undefined) return;
  const name = signal.slice('SIG'.length);
  process.execve('/bin/sh', ['sh', '-c', SCRIPT, 'sh', name], { PATH });
}

const PATH = '/usr/local/bin:/usr/bin:/bin';

/** A shell cannot stop ignoring what was ignored when it began; coreutils' env can. */
const SCRIPT = `ulimit -c 0
env --default-signal=$1 true 2>/dev/null && exec env --default-signal=$1 sh -c 'kill -s "$1" $$' sh "$1"
kill -s "$1" $$`;
