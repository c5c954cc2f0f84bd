import type { Frame } from './frames.ts';
import { fieldsOf } from './packet-fields.ts';
import { PACKET } from './publish-packet.ts';

/** A SUBSCRIBE or UNSUBSCRIBE as it came: at least one filter. */
export interface FilterPacket {
  id: number;
  filters: string[];
}

/** Both have this fixed flag (MQTT 3.1.1 §3.8.1, §3.10.1). */
const FIXED_FLAG = 0x02;
const HIGHEST_QOS = 2;

/** Reads a SUBSCRIBE; undefined when it is none. The quality of service that is asked for is not kept: all are granted QoS 0. */
export function readSubscribe(frame: Frame): FilterPacket | undefined {
  return readFilters(frame, PACKET.subscribe, true);
}

/** Reads an UNSUBSCRIBE; undefined when it is none. */
export function readUnsubscribe(frame: Frame): FilterPacket | undefined {
  return readFilters(frame, PACKET.unsubscribe, false);
}

function readFilters(frame: Frame, kind: number, hasQos: boolean): FilterPacket | undefined {
  if (frame.first !== (kind | FIXED_FLAG)) return undefined;
  const fields = fieldsOf(frame);
  const id = fields.number();
  const filters: string[] = [];
  while (fields.sound() && fields.left() > 0) {
    const filter = fields.text();
    const qos = hasQos ? fields.byte() : 0;
    if (filter === '' || qos > HIGHEST_QOS) return undefined;
    filters.push(filter);
  }
  return fields.sound() && id !== 0 && filters.length > 0 ? { id, filters } : undefined;
}
