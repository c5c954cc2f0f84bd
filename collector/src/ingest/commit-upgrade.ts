import type { AgentEvent } from '@watchcase/protocol';
import type { HostEvent } from '../model/index.ts';
import type { Tx } from '../store/index.ts';

type UpgradeData = (AgentEvent & { kind: 'upgrade' })['data'];

/** What became of a host that was asked to run another version; its first word counts. */
export async function commitUpgrade(tx: Tx, { hostId, arrivedAt, data }: HostEvent): Promise<void> {
  const { order, outcome, code, reason } = data as UpgradeData;
  await tx
    .updateTable('rollout_hosts')
    .set({ outcome, outcome_at: arrivedAt, code, reason })
    .where('rollout_id', '=', order)
    .where('host_id', '=', hostId)
    .where('outcome', 'is', null)
    .execute();
}
