/** What the numbers of one field may be. */
export interface FieldBounds {
  name: string;
  min: number;
  max: number;
  /** Words for numbers, such as `mon`, from `firstWord` on. */
  words?: readonly string[];
  firstWord?: number;
  /** What stands between the ends of a span. */
  span: '-' | '..';
}

/** Text that is no schedule, and what was expected. */
export class ScheduleError extends Error {}

/** Reads lists such as `1,5-10/2`, or with `*` and steps, of one field; ascending. Throws ScheduleError. */
export function readNumbers(text: string, bounds: FieldBounds): number[] {
  const found = new Set<number>();
  for (const item of text.split(',')) for (const one of readItem(item, bounds)) found.add(one);
  return [...found].toSorted((a, b) => a - b);
}

function readItem(item: string, bounds: FieldBounds): number[] {
  const [range = '', stepText, ...more] = item.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  if (more.length > 0 || !Number.isInteger(step) || step < 1 || (stepText !== undefined && stepText === ''))
    throw wrong(item, bounds);
  const { min, max } = bounds;
  if (range === '*') return steps(min, max, step);
  const ends = range.split(bounds.span);
  const [from, to] = ends.map((end) => readNumber(end, bounds));
  if (from === undefined || ends.length > 2) throw wrong(item, bounds);
  if (to === undefined) return steps(from, stepText === undefined ? from : max, step);
  if (to >= from) return steps(from, to, step);
  throw wrong(item, bounds);
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
}

function readNumber(text: string, { min, max, words = [], firstWord = 0, ...bounds }: FieldBounds): number {
  const word = words.findIndex((one) => text.toLowerCase() === one || text.toLowerCase() === LONG[one]);
  const value = word >= 0 ? word + firstWord : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw wrong(text, { min, max, ...bounds });
}

const LONG: Readonly<Record<string, string>> = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
};

function wrong(text: string, { name, min, max }: FieldBounds): ScheduleError {
  return new ScheduleError(
    `expected ${name} from ${min} to ${max}, as numbers, spans and steps, found "${text}"`,
  );
}
