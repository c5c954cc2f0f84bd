/** A position in an expression's text: 0-based index of the first character. */
export type Position = number;

/** How a tag must compare. */
export interface TagFilter {
  tag: string;
  op: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** `measurement.field{tag="value"}` */
export interface SeriesNode {
  kind: 'series';
  at: Position;
  measurement: string;
  field: string;
  filters: readonly TagFilter[];
}

export type BinaryOperator = '<' | '<=' | '>' | '>=' | '==' | '!=' | '+' | '-' | '*' | '/' | 'and' | 'or';

/** A parsed expression. */
export type Node =
  | { kind: 'number'; at: Position; value: number; suffix: string }
  | { kind: 'level'; at: Position }
  | SeriesNode
  | { kind: 'call'; at: Position; name: string; args: readonly Node[] }
  | { kind: 'unary'; at: Position; op: '-' | 'not'; operand: Node }
  | { kind: 'binary'; at: Position; op: BinaryOperator; left: Node; right: Node };

/** What is wrong with an expression, and where in its text. */
export class ExpressionError extends Error {
  readonly at: Position;
  readonly hint: string | undefined;

  constructor(at: Position, message: string, hint?: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}
