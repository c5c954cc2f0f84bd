import type { Layout } from '@watchcase/protocol';
import type { WindowSamples } from './function.ts';
import type { Frame } from './language/frame.ts';
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

/** What rules remember of one host: a function of the readings that were judged, in their order. What hosts have in common is in the program: there are many hosts. */
export interface HostMemory {
  program: Program;
  frame: HostFrame;
  /** Series that the layouts lack at the moment, until their samples are of no use. */
  lacking: ReadonlyMap<string, KeptRing>;
  streams: StreamState[];
  /** Alert ids of instances that were needed once. */
  ids: Map<Instance, string> | undefined;
}

/** What a host's rules read: its newest values, and its rings in the program's order. */
class HostFrame implements Frame {
  now = 0;
  readonly values: Float64Array;
  readonly rings: readonly Ring[];
  private readonly windows: Program['windows'];

  constructor({ size, windows }: Program, rings: readonly Ring[]) {
    this.values = new Float64Array(size).fill(Number.NaN);
    this.rings = rings;
    this.windows = windows;
  }

  window(index: number): WindowSamples | undefined {
    const window = this.windows[index];
    return window === undefined ? undefined : this.rings[window.ring]?.samples(window, this.now);
  }
}

/** The collector's own samples have a clock of their own. */
const OWN_STREAM = 'presence';
const NONE: ReadonlyMap<string, KeptRing> = new Map();

/** A host's memory for `program`, with what it knew `before`. */
export function bindMemory(before: HostMemory | undefined, program: Program): HostMemory {
  const kept = keptRings(before);
  const rings = program.rings.map((place) => ringFor(place, kept.get(place.key)));
  for (const { key } of program.rings) kept.delete(key);
  const memory: HostMemory = {
    program,
    frame: new HostFrame(program, rings),
    lacking: kept.size === 0 ? NONE : kept,
    streams: [...program.segments.values()].map((segment) => ({ ...segment, time: null })),
    ids: undefined,
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
  for (let i = 0; i < frame.rings.length; i++) {
    const { position, layout: of } = program.rings[i] as RingPlace;
    const value = of === layout.id ? values[position - offset] : null;
    if (typeof value === 'number' && value === value) frame.rings[i]?.add(time, value);
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

/** Rings whose samples are of use still, by series. */
function keptRings(before: HostMemory | undefined): Map<string, KeptRing> {
  if (before === undefined) return new Map();
  const { program, lacking, frame } = before;
  const tied = program.rings.map(
    (place, index) => [place.key, { ring: frame.rings[index] as Ring, place }] as const,
  );
  return new Map(
    [...lacking, ...tied].filter(([, { ring, place }]) => frame.now - ring.last() <= reachMsOf(place)),
  );
}

/** A series that comes in another unit is the same series when both measure the same. */
function ringFor(place: RingPlace, kept: KeptRing | undefined): Ring {
  const was = measureOfUnit(kept?.place.unit ?? place.unit);
  const is = measureOfUnit(place.unit);
  const ring = kept !== undefined && was.dimension === is.dimension ? kept.ring : createRing();
  if (was.tens !== is.tens) ring.convert(was.tens - is.tens);
  ring.reach(place.longestMs);
  return ring;
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
