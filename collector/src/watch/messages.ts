import { type Layout, layoutId, shardOf, type UpKind, upTopic } from '@watchcase/protocol';
import { SYNTHETIC } from '../model/index.ts';

const INTERVAL_MS = 60_000;
const STREAM = '60s';
const content: Omit<Layout, 'id'> = {
  stream: STREAM,
  intervalMs: INTERVAL_MS,
  groups: [{ measurement: 'synthetic_alert', tags: {}, fields: [['wrong', 'none']] }],
};
const layout: Layout = { id: layoutId(content), ...content };

/** One message as an agent publishes it. */
export interface UpMessage {
  topic: string;
  payload: string;
}

/** The shard whose owner sends synthetic alerts. */
export const syntheticShard = shardOf(SYNTHETIC.customerId);

/** What a host says when it has connected: that it is there, and what its readings mean. `epoch` and `now` are Unix milliseconds. */
export function greeting(epoch: number, now: number): UpMessage[] {
  const presence = {
    session: epoch,
    state: 'online',
    time: now,
    reason: 'connected',
    epoch,
    intervalMs: INTERVAL_MS,
    streams: [STREAM],
    name: SYNTHETIC.host,
    agent: 'synthetic',
    platform: 'none',
  };
  return [up('presence', presence), up('layout', layout)];
}

/** The reading with number `seq` of its epoch: that something is wrong, or that all is well. */
export function reading(
  { epoch, seq, now }: { epoch: number; seq: number; now: number },
  isWrong: boolean,
): UpMessage {
  const at = { sent: now, epoch, seq, after: seq - 1, layout: layout.id, time: now };
  return up('reading', { ...at, values: [isWrong ? 1 : 0] });
}

function up(kind: UpKind, payload: unknown): UpMessage {
  const identity = { customer: SYNTHETIC.customerId, host: SYNTHETIC.host };
  return { topic: upTopic(identity, syntheticShard, kind), payload: JSON.stringify(payload) };
}
