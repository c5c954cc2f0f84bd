import { parser as createParser, type Packet, type Parser } from 'mqtt-packet';
import type { Frame } from './frames.ts';
import { kindOf, PACKET } from './publish-packet.ts';

/** One parser serves all connections, since a frame is always complete; one more for CONNECT, because a parser remembers the version named there. */
const parsers: Record<'connect' | 'other', Parser> = { connect: create(), other: create() };
let found: Packet | undefined;

function create(): Parser {
  const parser = createParser();
  parser.on('packet', (packet) => (found = packet));
  parser.on('error', () => undefined);
  return parser;
}

/** Reads a packet that comes seldom; undefined when it is malformed. */
export function readPacket(frame: Frame): Packet | undefined {
  const which = kindOf(frame) === PACKET.connect ? 'connect' : 'other';
  found = undefined;
  const left = parsers[which].parse(frame.bytes.subarray(frame.at, frame.to));
  if (found === undefined || left > 0) parsers[which] = create();
  return found;
}
