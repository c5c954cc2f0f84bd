/**
 * False where /proc keeps other users' processes to itself (mounted with `hidepid`, or not mounted at all): the first process is there on every machine and in
 * every container, so whoever does not see it sees only a part, and a program that is not found may run all the same.
 */
export function seesAllProcesses(processes: readonly { pid: number }[]): boolean {
  return processes.some(({ pid }) => pid === 1);
}

/** Why nothing can be told then, a sentence. */
export const HIDDEN_PROCESSES =
  "/proc does not show other users' processes (it is mounted with hidepid, or not at all): run the agent as root";
