import { type Severity, severities } from '@watchcase/api';
import { literal } from './language/compile.ts';
import { type Dimension, measureOfSuffix } from './language/dimensions.ts';
import { ExpressionError } from './language/syntax.ts';
import { parseNumber } from './literals.ts';
import type { Level } from './rule.ts';

/** A fault in one level's number. */
export class LevelError extends ExpressionError {
  readonly severity: Severity;

  constructor(severity: Severity, cause: ExpressionError) {
    super(cause.at, cause.message, cause.hint);
    this.severity = severity;
  }
}

/** What a rule says of how bad its fault is. */
export interface SeverityText {
  severity?: Severity | undefined;
  levels?: Partial<Record<Severity, string>> | undefined;
}

/** A rule's levels, mildest first, and what `level` measures; undefined in a rule of one severity. Throws ExpressionError, LevelError. */
export function levelsOf(text: SeverityText): { list: Level[]; dimension: Dimension | undefined } {
  if ((text.levels === undefined) === (text.severity === undefined))
    throw new ExpressionError(
      0,
      'a rule has either "severity" or "levels"',
      text.levels === undefined ? 'add severity: minor, or what it is' : 'leave one of them out',
    );
  if (text.severity !== undefined)
    return { list: [{ severity: text.severity, value: Number.NaN }], dimension: undefined };
  const given = Object.entries(text.levels ?? {}) as [Severity, string][];
  const nodes = given.map(([severity, value]) => ({ severity, node: numberOf(severity, value) }));
  const dimensions = nodes.map(({ node }) => measureOfSuffix(node.suffix)?.dimension ?? 'plain');
  if (dimensions.length === 0) throw new ExpressionError(0, '"levels" names at least one severity');
  if (dimensions.some((one) => one !== dimensions[0]))
    throw new ExpressionError(0, 'levels are numbers of one unit');
  const list = nodes.map(({ severity, node }) => ({ severity, value: literal(node) }));
  list.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const steps = list.slice(1).map(({ value }, i) => Math.sign(value - (list[i] as Level).value));
  if (steps.some((step) => step === 0 || step !== steps[0]))
    throw new ExpressionError(0, 'levels rise, or fall, from the mildest severity to the worst');
  return { list, dimension: dimensions[0] };
}

function numberOf(severity: Severity, value: string) {
  try {
    return parseNumber(value);
  } catch (error) {
    throw error instanceof ExpressionError ? new LevelError(severity, error) : error;
  }
}
