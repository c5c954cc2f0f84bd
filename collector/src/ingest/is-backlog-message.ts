import { hostId, parseUpTopic } from '@watchcase/protocol';
import type { Message } from '../model/index.ts';
import type { IngestMemory } from './memory.ts';

/** The head of a reading in full; short ones are live. */
const HEAD_BYTES = 100;
const EPOCH = /"epoch":(\d+)/;

/** True of a reading or event of a sequence before its host's live one (one behind it is that of a session whose presence waits to be taken): looked at before it is parsed, so only the common order of fields is recognised. */
export function isBacklogMessage({ hosts }: IngestMemory, { topic, payload }: Message): boolean {
  if (payload[0] !== BRACE || !SEQUENCED.test(topic)) return false;
  const epoch = EPOCH.exec(payload.toString('latin1', 0, HEAD_BYTES))?.[1];
  const name = epoch === undefined ? undefined : parseUpTopic(topic);
  const liveEpoch = name === undefined ? null : (hosts.get(hostId(name))?.liveEpoch ?? null);
  return liveEpoch !== null && Number(epoch) < liveEpoch;
}

const BRACE = 0x7b;
/** What has a place in a sequence: none of them may overtake another. */
const SEQUENCED = /\/(?:reading|event)$/;
