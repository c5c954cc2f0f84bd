import type { Shape } from '../src/api/shape.ts';

/** What a schema of zod 4 says of itself. */
interface Definition {
  type: string;
  format?: string;
  checks?: readonly { _zod: { def: { check: string; format?: string } } }[];
  shape?: Readonly<Record<string, Schema>>;
  element?: Schema;
  keyType?: Schema;
  valueType?: Schema;
  innerType?: Schema;
  options?: readonly Schema[];
  entries?: Readonly<Record<string, string>>;
  values?: readonly (string | number | boolean | null)[];
  defaultValue?: unknown;
}
/** A schema of packages/api. */
export interface Schema {
  _zod: { def: Definition };
}

/** True of a schema. */
export function isSchema(it: unknown): it is Schema {
  return typeof it === 'object' && it !== null && '_zod' in it;
}

type Made = (part: (of: Schema | undefined) => Shape, def: Definition) => Shape;
const made: Readonly<Record<string, Made>> = {
  string: (_part, { format }) => (format === 'datetime' ? 'moment' : 'text'),
  number: (_part, { format, checks = [] }) =>
    [{ format }, ...checks.map((one) => one._zod.def)].some((one) => one.format === 'safeint')
      ? 'whole'
      : 'number',
  boolean: () => 'flag',
  unknown: () => 'any',
  enum: (_part, { entries = {} }) => ({ one: Object.values(entries) }),
  literal: (_part, { values = [] }) => ({ one: values }),
  array: (part, { element }) => ({ each: part(element) }),
  union: (part, { options = [] }) => ({ or: options.map(part) }),
  nullable: (part, { innerType }) => ({ orNull: part(innerType) }),
  optional: (part, { innerType }) => ({ may: part(innerType) }),
  default: (part, { innerType, defaultValue }) => ({
    else: JSON.stringify(defaultValue),
    is: part(innerType),
  }),
  object: (part, { shape = {} }) => ({ fields: mapped(shape, part) }),
  // Names that are known beforehand are all there.
  record: (part, { keyType, valueType }) => {
    const { entries } = keyType?._zod.def ?? {};
    const value = part(valueType);
    return entries === undefined
      ? { named: value }
      : {
          fields: mapped(Object.fromEntries(Object.values(entries).map((name) => [name, name])), () => value),
        };
  },
};

function mapped<A, B>(fields: Readonly<Record<string, A>>, change: (one: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, change(one)]));
}

/** Makes the shapes of schemas, one that is part of several once; undefined of a schema that does more than to look (it changes what it reads), which is none of an answer. */
export function createShapes(): (schema: Schema) => Shape | undefined {
  const known = new Map<Schema, Shape>();
  function shapeOf(schema: Schema | undefined): Shape {
    if (schema === undefined) throw new Error('a part is missing');
    const before = known.get(schema);
    if (before !== undefined) return before;
    const { def } = schema._zod;
    const shape = made[def.type]?.(shapeOf, def);
    if (shape === undefined) throw new Beyond(def.type);
    known.set(schema, shape);
    return shape;
  }
  return (schema) => {
    try {
      return shapeOf(schema);
    } catch (error) {
      if (error instanceof Beyond) return undefined;
      throw error;
    }
  };
}

/** A schema that no shape can say. */
class Beyond extends Error {}
