/** How a value goes over the hours: `walk` about `from`, `count` the same in whole numbers, `grow` by `to` a second, `saw` from 0 by a second and back at `to` seconds, or `from` always. */
export interface Course {
  readonly kind: 'walk' | 'count' | 'grow' | 'saw' | 'same';
  readonly from: number;
  readonly to: number;
}

/** Up and down about `from`, by `to` at most. */
export const walk = (from: number, to: number): Course => ({ kind: 'walk', from, to });
/** The same in whole numbers. */
export const count = (from: number, to: number): Course => ({ kind: 'count', from, to });
/** So much more each second. */
export const grow = (perSecond: number): Course => ({ kind: 'grow', from: 0, to: perSecond });
/** Always the same. */
export const same = (value: number): Course => ({ kind: 'same', from: value, to: value });
/** From nothing to so many seconds, and again. */
export const saw = (seconds: number): Course => ({ kind: 'saw', from: 0, to: seconds });

type Fields = Readonly<Record<string, Course>>;
/** A measurement's fields for one combination of tags. */
export type Group = readonly [measurement: string, tags: Readonly<Record<string, string>>, fields: Fields];
