import type { Observation } from '../model/index.ts';

/** A block's readings are at most this far apart, milliseconds: it is found by its first one. */
export const BLOCK_SPAN_MS = 300_000;
/** The collector's own samples are never delivered twice; they may stand in any epoch's block. */
export const OWN_EPOCH = 0;

/** What goes into one block: readings of one host and one epoch, near each other in time. */
export interface Piece {
  epoch: number;
  /** Sequence number of the last reading; 0 without any of an agent's. */
  seq: number;
  /** Smallest sample time, Unix milliseconds. */
  first: number;
  observations: Observation[];
}

/** Splits one host's readings, in their order, into blocks (pure). */
export function splitIntoBlocks(observations: readonly Observation[]): Piece[] {
  const pieces: Piece[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const one of observations) {
    const piece = pieces.at(-1);
    const time = Math.round(one.time);
    if (piece === undefined || !fits(piece, one, Math.max(last, time) - Math.min(piece.first, time))) {
      pieces.push({ epoch: one.epoch, seq: seqOf(one), first: time, observations: [one] });
      last = time;
      continue;
    }
    piece.observations.push(one);
    piece.epoch ||= one.epoch;
    piece.seq = Math.max(piece.seq, seqOf(one));
    piece.first = Math.min(piece.first, time);
    last = Math.max(last, time);
  }
  return pieces;
}

function fits(piece: Piece, one: Observation, spanMs: number): boolean {
  const sameEpoch = one.epoch === piece.epoch || one.epoch === OWN_EPOCH || piece.epoch === OWN_EPOCH;
  return sameEpoch && spanMs < BLOCK_SPAN_MS;
}

function seqOf(one: Observation): number {
  return one.epoch === OWN_EPOCH ? 0 : one.seq;
}
