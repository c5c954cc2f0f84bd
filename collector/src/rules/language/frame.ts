import type { WindowSamples } from '../function.ts';

/** What a compiled expression reads: all values of a host by position, and the windows some rule needs. */
export interface Frame {
  /** Newest values in the units they came in; NaN = none. */
  values: Float64Array;
  /** Recent samples of window `index`; undefined while they do not cover enough of its length. */
  window(index: number): WindowSamples | undefined;
}

/** Numbers are in the unit compiled for; conditions are 1 or 0; NaN = not known. */
export type Compiled = (frame: Frame) => number;
