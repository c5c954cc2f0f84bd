import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The period of the bound, microseconds: short, so that what runs under it is slow and does not stand still. */
const PERIOD_US = 20_000;
/** Where Linux keeps its groups of processes: one tree since version 2, one for each resource before. */
const UNIFIED = '/sys/fs/cgroup';
const CPU = '/sys/fs/cgroup/cpu';

/** Bounds the processor time of some processes. */
export interface Cap {
  /** Puts a process under it. */
  add(pid: number): void;
  /** Removes it; its processes must have ended. */
  remove(): void;
}

/** A bound of so many cores, as a container or a small machine has it. Throws where no group may be made, which needs root. */
export function capOf(cores: number): Cap {
  const isOld = existsSync(join(CPU, 'cpu.cfs_quota_us'));
  const folder = join(isOld ? CPU : UNIFIED, `watchcase-bench-${process.pid}`);
  const quota = Math.round(cores * PERIOD_US);
  try {
    mkdirSync(folder, { recursive: true });
    if (isOld) {
      writeFileSync(join(folder, 'cpu.cfs_period_us'), `${PERIOD_US}`);
      writeFileSync(join(folder, 'cpu.cfs_quota_us'), `${quota}`);
    } else writeFileSync(join(folder, 'cpu.max'), `${quota} ${PERIOD_US}`);
  } catch (error) {
    throw new Error(
      `this bench bounds its collector by a control group, and ${folder} cannot be made: run it as root`,
      {
        cause: error,
      },
    );
  }
  return {
    add: (pid) => writeFileSync(join(folder, 'cgroup.procs'), `${pid}`),
    remove: () => rmdirSync(folder),
  };
}
