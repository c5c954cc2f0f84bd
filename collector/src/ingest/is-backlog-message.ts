import { hostId, parseUpTopic } from '@watchcase/protocol';
import type { Message } from '../model/index.ts';
import type { IngestMemory } from './memory.ts';

/** The head of a reading in full, within which its epoch stands; short ones are live. */
const HEAD_BYTES = 100;
const EPOCH = Buffer.from('"epoch":');

/** True of a reading or event of a sequence before its host's live one (one behind it is that of a session whose presence waits to be taken): looked at before it is parsed, so only the common order of fields is recognised. */
export function isBacklogMessage({ hosts }: IngestMemory, { topic, payload }: Message): boolean {
  if (payload[0] !== BRACE || !SEQUENCED.test(topic)) return false;
  const epoch = epochOf(payload);
  if (epoch === undefined) return false;
  const name = parseUpTopic(topic);
  const liveEpoch = name === undefined ? null : (hosts.get(hostId(name))?.liveEpoch ?? null);
  return liveEpoch !== null && epoch < liveEpoch;
}

/** Read from the bytes: while there is too much to do each message is asked for it. */
function epochOf(payload: Buffer): number | undefined {
  for (let at = 0; at < HEAD_BYTES; at++)
    if (
      payload[at] === QUOTE &&
      payload[at + 1] === EPOCH[1] &&
      EPOCH.every((byte, i) => payload[at + i] === byte)
    )
      return numberAt(payload, at + EPOCH.length);
  return undefined;
}

function numberAt(payload: Buffer, from: number): number | undefined {
  let number: number | undefined;
  for (let at = from; at < HEAD_BYTES; at++) {
    const digit = (payload[at] ?? 0) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    number = (number ?? 0) * 10 + digit;
  }
  return number;
}

const [BRACE, QUOTE, ZERO] = [0x7b, 0x22, 0x30];
/** What has a place in a sequence: none of them may overtake another. */
const SEQUENCED = /\/(?:reading|event)$/;
