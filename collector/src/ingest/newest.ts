import type { Layout, Reading } from '@watchcase/protocol';
import type { BaseReading, HostState } from './host-state.ts';

/** What a reading says to people, and when. */
interface Shown {
  /** Corrected sample time, Unix milliseconds. */
  time: number;
  arrivedAt: number;
  values: Reading['values'];
}

/** A reading as it may be kept: as the newest of its stream, as what a short one is based on, or as both. */
interface Newest {
  /** Undefined of one that is late. */
  shown?: Shown | undefined;
  /** As it was sent; undefined of one that nothing is based on. */
  sent?: Reading | undefined;
}

/** Where readings are kept. */
type Shelf = Pick<HostState, 'latest' | 'bases' | 'streams'>;

/**
 * Keeps a reading in place of the one before it. Its numbers are written over those that were there: a list that lived until the host's next reading would be moved to the engine's old heap, where only a look
 * through all of it finds that it is of no use. The newest reading and the base of a stream nearly always are one, and have one room then; where they are two each has its own.
 */
export function keepNewest(shelf: Shelf, layout: Layout, { shown, sent }: Newest): void {
  const based = sent !== undefined && isBase(shelf, layout.stream, sent) ? sent : undefined;
  if (shown !== undefined && shown.values === based?.values) {
    const room = sharedRoom(shelf, layout.stream, shown.values.length);
    fill(room, shown.values);
    setLatest(shelf, layout, shown, room);
    return setBase(shelf, layout, based, room);
  }
  if (shown !== undefined) {
    const room = ownRoom(shelf.latest, shelf.bases, layout.stream, shown.values.length);
    fill(room, shown.values);
    setLatest(shelf, layout, shown, room);
  }
  if (based !== undefined) {
    const room = ownRoom(shelf.bases, shelf.latest, layout.stream, based.values.length);
    fill(room, based.values);
    setBase(shelf, layout, based, room);
  }
}

/** Backlog comes between live readings, which are not based on it. */
function isBase({ bases, streams }: Shelf, stream: string, { epoch }: Reading): boolean {
  return streams.has(stream) && epoch >= (bases.get(stream)?.epoch ?? 0);
}

type Rooms = ReadonlyMap<string, { values: Float64Array }>;

/** The room of either: nobody needs what is in it. */
function sharedRoom({ latest, bases }: Shelf, stream: string, length: number): Float64Array {
  return (
    [latest.get(stream)?.values, bases.get(stream)?.values].find((room) => room?.length === length) ??
    new Float64Array(length)
  );
}

/** The room of `mine`, unless it is that of `others`, who need what is in it. */
function ownRoom(mine: Rooms, others: Rooms, stream: string, length: number): Float64Array {
  const room = mine.get(stream)?.values;
  const isFree = room !== undefined && room.length === length && room !== others.get(stream)?.values;
  return isFree ? room : new Float64Array(length);
}

function fill(room: Float64Array, values: Reading['values']): void {
  for (let i = 0; i < values.length; i++) room[i] = values[i] ?? Number.NaN;
}

function setLatest(
  { latest }: Shelf,
  layout: Layout,
  { time, arrivedAt }: Shown,
  values: Float64Array,
): void {
  const one = latest.get(layout.stream);
  if (one === undefined) return void latest.set(layout.stream, { layout, time, arrivedAt, values });
  one.layout = layout;
  one.time = time;
  one.arrivedAt = arrivedAt;
  one.values = values;
}

/** The layout's own id, not the copy of it in the message. */
function setBase(
  { bases }: Shelf,
  layout: Layout,
  { epoch, seq, time }: Reading,
  values: Float64Array,
): void {
  const one: BaseReading | undefined = bases.get(layout.stream);
  if (one === undefined)
    return void bases.set(layout.stream, { epoch, seq, layout: layout.id, time, values });
  one.epoch = epoch;
  one.seq = seq;
  one.layout = layout.id;
  one.time = time;
  one.values = values;
}
