import type { Usage } from '../fleet/usage.ts';

/** What a run has started. */
export interface Parts {
  /** Takes a part on; gives it back. */
  add<T extends { stop(): Promise<unknown> }>(part: T): T;
  /** Stops them all, the youngest first. */
  stop(): Promise<void>;
}

/** No parts yet. */
export function createParts(): Parts {
  const parts: { stop(): Promise<unknown> }[] = [];
  return {
    add(part) {
      parts.push(part);
      return part;
    },
    async stop() {
      for (const part of parts.splice(0).toReversed()) await part.stop();
    },
  };
}

/** Processor seconds per million values of each process between two looks. */
export function costPerMillion<K extends string>(
  before: Readonly<Record<K, Usage>>,
  after: Readonly<Record<K, Usage>>,
  values: number,
): Record<K, number> {
  return Object.fromEntries(
    Object.entries<Usage>(after).map(([name, { cpuSeconds }]) => [
      name,
      ((cpuSeconds - before[name as K].cpuSeconds) / values) * 1e6,
    ]),
  ) as Record<K, number>;
}

/** Resident memory of each process. */
export function residentMiB(usages: Readonly<Record<string, Usage>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(usages).map(([name, { residentBytes }]) => [name, Math.round(residentBytes / 2 ** 20)]),
  );
}
