import { type Observation, OWN_EPOCH } from '../model/index.ts';
import { addReading, type Block, type BlockReading, createBlock } from './block.ts';

/** The readings of a block are less than this from its first one, milliseconds: it is found by that. */
export const BLOCK_SPAN_MS = 300_000;

/** A block in memory: readings of one host and one epoch, near each other in time, all of them judged or none. */
export interface PendingBlock {
  epoch: number;
  /** Came too late to be judged. */
  late: boolean;
  /** Sequence number of the last reading; 0 without any of an agent's. */
  seq: number;
  /** Smallest sample time, Unix milliseconds. */
  earliest: number;
  block: Block;
}

/** Adds a reading to a host's blocks, beginning another where it does not fit. `layout` is the layout's number. */
export function addToBlocks(blocks: PendingBlock[], one: Observation, layout: number): void {
  const reading: BlockReading = { layout, time: Math.round(one.time), values: one.values };
  let last = blocks.at(-1);
  if (last === undefined || !fits(last, one, reading.time)) {
    last = {
      epoch: one.epoch,
      late: one.late,
      seq: 0,
      earliest: reading.time,
      block: createBlock(reading.time),
    };
    blocks.push(last);
  }
  if (one.epoch !== OWN_EPOCH) {
    last.epoch = one.epoch;
    last.seq = one.seq;
  }
  last.earliest = Math.min(last.earliest, reading.time);
  addReading(last.block, reading);
}

function fits(last: PendingBlock, { epoch, late }: Observation, time: number): boolean {
  const sameEpoch = epoch === last.epoch || epoch === OWN_EPOCH || last.epoch === OWN_EPOCH;
  return sameEpoch && late === last.late && Math.abs(time - last.block.first) < BLOCK_SPAN_MS;
}
