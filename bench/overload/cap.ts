import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The period of the bound, microseconds. Linux looks at it with each of its ticks, 10 ms apart at the most: with a shorter one what is bound takes several times as much. */
const PERIOD_US = 100_000;
const UNBOUND = { old: '-1', unified: 'max' };
/** Where Linux keeps its groups of processes: one tree since version 2, one for each resource before. */
const UNIFIED = '/sys/fs/cgroup';
const CPU = '/sys/fs/cgroup/cpu';

/** Bounds the processor time of some processes, while it holds. */
export interface Cap {
  /** From now on it holds. */
  put(): void;
  /** From now on it does not. */
  lift(): void;
  /** Puts a process under it. */
  add(pid: number): void;
  /** Removes it; its processes must have ended. */
  remove(): void;
}

/** A bound of so many cores, as a container or a small machine has it; it does not hold yet. Throws where no group may be made, which needs root. */
export function capOf(cores: number): Cap {
  const isOld = existsSync(join(CPU, 'cpu.cfs_quota_us'));
  const folder = join(isOld ? CPU : UNIFIED, `watchcase-bench-${process.pid}`);
  const quota = `${Math.round(cores * PERIOD_US)}`;
  const bind = (bound: string) =>
    isOld
      ? writeFileSync(join(folder, 'cpu.cfs_quota_us'), bound)
      : writeFileSync(join(folder, 'cpu.max'), `${bound} ${PERIOD_US}`);
  const lift = () => bind(isOld ? UNBOUND.old : UNBOUND.unified);
  try {
    mkdirSync(folder, { recursive: true });
    if (isOld) writeFileSync(join(folder, 'cpu.cfs_period_us'), `${PERIOD_US}`);
    lift();
  } catch (error) {
    throw new Error(
      `this bench bounds its collector by a control group, and ${folder} cannot be made: run it as root`,
      {
        cause: error,
      },
    );
  }
  return {
    put: () => bind(quota),
    lift,
    add: (pid) => writeFileSync(join(folder, 'cgroup.procs'), `${pid}`),
    remove: () => rmdirSync(folder),
  };
}
