import type { Clock } from '@watchcase/runtime/light';
import { backupTools } from './backups/registry.generated.ts';
import { tellApart } from './backups/tell-apart.ts';
import type { Chosen } from './chosen.ts';
import type { Collect } from './contract.ts';
import type { Host } from './host/index.ts';
import { probes } from './probes/registry.generated.ts';
import {
  backupTask,
  type Collected,
  createLimit,
  type ScheduledTask,
  type SizeMemory,
} from './schedule/index.ts';

const BACKUPS_AT_ONCE = 2;
/** Under this name the outbox keeps what is known of the sizes of backups. */
export const SIZES_FACT = 'backup-sizes';

/** What the config asks to be read, ready to be read. Preparing a probe that fails is a failure of every reading of it. */
export function tasksOf(
  chosen: Chosen,
  { host, sizes, clock }: { host: Host; sizes: SizeMemory; clock: Clock },
): ScheduledTask[] {
  const limit = createLimit(BACKUPS_AT_ONCE);
  return [
    ...chosen.probes.map(({ name, intervalMs, options }) => {
      const collect = prepare(() => probes[name]?.start(options, host));
      return { name, intervalMs, collect: (now: number) => collectAll(collect, now) };
    }),
    ...chosen.backups.map((own) => {
      const { job, tool, part, place, intervalMs, options } = own;
      const named = tellApart(own, chosen.backups);
      const status = async (now: number) =>
        ((await backupTools[tool]?.status(options, host, now)) ?? []).map(named);
      return { ...backupTask({ job, tool, part, place, status, limit, sizes, clock }), intervalMs };
    }),
  ];
}

function prepare(start: () => Collect | undefined): Collect {
  let collect: Collect | undefined;
  return async (now, lacking) => {
    collect ??= start();
    return (await collect?.(now, lacking)) ?? [];
  };
}

async function collectAll(collect: Collect, now: number): Promise<Collected> {
  const reasons: string[] = [];
  const samples = await collect(now, (reason) => reasons.push(reason));
  return reasons.length === 0 ? { samples } : { samples, error: reasons.join('; ') };
}
