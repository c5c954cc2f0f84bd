import type { Layout } from '@watchcase/protocol';
import type { Frame } from './language/compile.ts';
import { measureOfUnit } from './language/dimensions.ts';
import type { Instance, Program, RingPlace } from './program.ts';
import { createRing, GAP_INTERVALS, reachMsOf, type Ring } from './ring.ts';

/** A series' recent samples, and the unit and interval they have. */
interface KeptRing {
  ring: Ring;
  place: RingPlace;
}

/** Newest reading of one stream. */
interface StreamState {
  layout: Layout;
  offset: number;
  length: number;
  /** Sample time; null while the frame has no values of it: none came, or it has stopped. */
  time: number | null;
}

/** What rules remember of one host: a function of the readings that were judged, in their order. */
export interface HostMemory {
  /** By stream. */
  layouts: ReadonlyMap<string, Layout>;
  program: Program;
  frame: Frame & { now: number };
  /** By series; also of series that the layouts lack at the moment, until their samples are of no use. */
  rings: Map<string, KeptRing>;
  streams: StreamState[];
  /** Alert ids of instances that were needed once. */
  ids: Map<Instance, string>;
}

/** The collector's own samples have a clock of their own. */
const OWN_STREAM = 'presence';

/** A host's memory for `program`, with what it knew `before`. */
export function bindMemory(
  before: HostMemory | undefined,
  layouts: ReadonlyMap<string, Layout>,
  program: Program,
): HostMemory {
  const rings = keptRings(before);
  for (const place of program.rings) rings.set(place.key, ringFor(place, rings.get(place.key)));
  const memory: HostMemory = {
    layouts,
    program,
    frame: frameOf(program, rings),
    rings,
    streams: [...program.segments.values()].map((segment) => ({ ...segment, time: null })),
    ids: new Map(),
  };
  if (before !== undefined) keepValues(before, memory);
  return memory;
}

/** Takes a judged reading into memory; the frame's `now` is its time. */
export function remember(
  memory: HostMemory,
  layout: Layout,
  time: number,
  values: ArrayLike<number | null>,
): void {
  const { frame, program, streams } = memory;
  const offset = program.segments.get(layout.id)?.offset ?? 0;
  for (let i = 0; i < values.length; i++) frame.values[offset + i] = values[i] ?? Number.NaN;
  for (const stream of streams) {
    if (stream.offset === offset && stream.layout.id === layout.id) {
      if (stream.time !== null && time < stream.time) setBack(memory, layout.stream, time);
      stream.time = time;
    } else if (stream.time !== null && time - stream.time > GAP_INTERVALS * stream.layout.intervalMs) {
      frame.values.fill(Number.NaN, stream.offset, stream.offset + stream.length);
      stream.time = null;
    }
  }
  frame.now = time;
  for (const { key, position, layout: of } of program.rings) {
    const value = of === layout.id ? values[position - offset] : null;
    if (typeof value === 'number' && value === value) memory.rings.get(key)?.ring.add(time, value);
  }
}

/** Sets the frame's `now` for an instance: over several streams it is the time of the newest, whichever came last. */
export function setMoment({ program, streams, frame }: HostMemory, instance: Instance, time: number): void {
  frame.now = time;
  const read = program.spanning.get(instance);
  if (read === undefined) return;
  for (const stream of streams)
    if (stream.time !== null && stream.time > frame.now && read.includes(stream.layout.id))
      frame.now = stream.time;
}

/** The host's clock was set back: what it said before is not of later. */
function setBack({ streams }: HostMemory, by: string, time: number): void {
  if (by === OWN_STREAM) return;
  for (const stream of streams)
    if (stream.time !== null && stream.layout.stream !== OWN_STREAM)
      stream.time = Math.min(stream.time, time);
}

function keptRings(before: HostMemory | undefined): HostMemory['rings'] {
  if (before === undefined) return new Map();
  const { rings, frame } = before;
  return new Map([...rings].filter(([, { ring, place }]) => frame.now - ring.last() <= reachMsOf(place)));
}

/** A series that comes in another unit is the same series when both measure the same. */
function ringFor(place: RingPlace, kept: KeptRing | undefined): KeptRing {
  const was = measureOfUnit(kept?.place.unit ?? place.unit);
  const is = measureOfUnit(place.unit);
  const ring = kept !== undefined && was.dimension === is.dimension ? kept.ring : createRing();
  if (was.tens !== is.tens) ring.convert(was.tens - is.tens);
  ring.reach(place.longestMs);
  return { ring, place };
}

function frameOf(program: Program, rings: HostMemory['rings']): HostMemory['frame'] {
  const windows = program.windows.map((window) => {
    const { key, intervalMs } = program.rings[window.ring] as RingPlace;
    const { ring } = rings.get(key) as KeptRing;
    const wanted = { lengthMs: window.lengthMs, intervalMs };
    return (now: number) => ring.samples(wanted, now);
  });
  const frame = {
    now: 0,
    values: new Float64Array(program.size).fill(Number.NaN),
    window: (index: number) => windows[index]?.(frame.now),
  };
  return frame;
}

/** A new layout of one stream must not blank the values of the others. */
function keepValues(before: HostMemory, after: HostMemory): void {
  after.frame.now = before.frame.now;
  for (const stream of after.streams) {
    const from = before.streams.find((one) => one.layout.stream === stream.layout.stream);
    if (from === undefined) continue;
    stream.time = from.time;
    if (from.layout.id !== stream.layout.id) continue;
    after.frame.values.set(
      before.frame.values.subarray(from.offset, from.offset + from.length),
      stream.offset,
    );
  }
}
