import { enrolReplySchema, type Layout, layoutId } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import type { Collector } from '../harness/index.ts';
import { type RawAgent, startRawAgent } from '../scenarios/raw-agent.ts';

/** A host that a test plays, with one disk. */
export interface WatchedHost {
  id: string;
  /** Reports how full its disk is, percent. */
  report(diskPercent: number): void;
  /** Tells how a run of a backup job has ended, `ageMs` ago. */
  backUp(job: string, ok?: boolean, ageMs?: number): void;
  stop(): Promise<void>;
}

const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [
    { measurement: 'cpu', tags: { cpu: 'cpu-total' }, fields: [['usage_idle', 'percent']] },
    {
      measurement: 'disk',
      tags: { device: 'sda1', fstype: 'ext4', path: '/srv' },
      fields: [['used_percent', 'percent']],
    },
  ],
};

/** Lets a host named `name` join at a place and connect; it reports nothing yet. */
export async function startHost(
  collector: Collector,
  name: string,
  place = { customer: 'acme', site: 'plant-1' },
): Promise<WatchedHost> {
  const body = { token: await collector.newToken(place), name };
  const reply = enrolReplySchema.parse(await collector.api('/enrol', { method: 'POST', body }));
  if (!reply.ok) throw new Error(`${name} could not enrol: ${reply.message}`);
  const layout = { ...content, id: layoutId(content) };
  const agent: RawAgent = startRawAgent(reply, `mqtt://127.0.0.1:${collector.mqttPort}`, layout);
  return {
    id: agent.hostId,
    report: (diskPercent) => agent.read(systemClock.now(), [75, diskPercent]),
    backUp(job, ok = true, ageMs = 0) {
      const data = {
        job,
        run: `${job} ${ageMs}`,
        ok,
        exitCode: ok ? 0 : 1,
        durationSeconds: 60,
        sizeBytes: 7,
        output: '',
      };
      agent.tell({ kind: 'backup-end', time: systemClock.now() - ageMs, data });
    },
    stop: () => agent.stop(),
  };
}
