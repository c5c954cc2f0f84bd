import { targetsText } from './chain-lines.ts';
import { fieldText, type RecordField, valueAt } from './record-fields.ts';

type Data = Readonly<Record<string, unknown>>;

/** What one step of a chain says; empty texts for what it does not. */
interface SaidStep {
  people: string;
  delay: string;
  channel: string;
  hours: string;
}

/** What stands in records as fixed words, in the reader's language. */
export interface RecordWords {
  /** By the path that leads to the field. */
  values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whom a step asks; with `rota`, `team` and `person`, what stands before the id of one. */
  targets: Readonly<Record<string, string>>;
  step: (it: SaidStep) => string;
  /** Between several. */
  and: string;
}

/** A field of a record as it is read, not typed (pure): fixed words in the reader's language, each step of a chain on a line; empty for none. */
export function fieldSaid(data: Data, field: RecordField, words: RecordWords): string {
  const value = valueAt(data, field.path);
  const several = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
  if (field.form === 'targets') return targetsSaid(several, words);
  if (field.form === 'steps')
    return several.map((step) => words.step(saidStep(step as Data, words))).join('\n');
  const names = words.values[field.path];
  if (names === undefined) return fieldText(data, field);
  return several.map((one) => names[String(one)] ?? String(one)).join(words.and);
}

function saidStep({ page, delay, channel = '', hours = '' }: Data, words: RecordWords): SaidStep {
  return {
    people: targetsSaid(Array.isArray(page) ? page : [], words),
    delay: String(delay),
    channel: String(channel),
    hours: String(hours),
  };
}

function targetsSaid(targets: readonly unknown[], { targets: names, and }: RecordWords): string {
  return targets
    .map((one) => targetsText([one]))
    .map((typed) => typed.replace(/^[\w-]+/, (word) => names[word] ?? word).replace(':', ' '))
    .join(and);
}
