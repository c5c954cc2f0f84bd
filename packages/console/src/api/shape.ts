/**
 * What an answer is made of, as data: the console's build makes one of each schema of packages/api, so that no page waits for the library that schemas are written with. It says of what kind
 * everything is, which words are known and what may be missing; not how long a text may be, which the collector has looked at before it answers.
 */
export type Shape =
  | 'text'
  | 'number'
  | 'whole'
  | 'flag'
  | 'moment'
  | 'any'
  /** One of these. */
  | { readonly one: readonly (string | number | boolean | null)[] }
  /** A list. */
  | { readonly each: Shape }
  /** By names that are not known beforehand. */
  | { readonly named: Shape }
  /** The first of these that fits. */
  | { readonly or: readonly Shape[] }
  /** This, or null. */
  | { readonly orNull: Shape }
  /** This, or it is not there. */
  | { readonly may: Shape }
  /** This; where it is not there, what JSON makes of the text. */
  | { readonly else: string; readonly is: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

const simple: Readonly<Record<Extract<Shape, string>, (it: unknown) => boolean>> = {
  text: (it) => typeof it === 'string',
  number: (it) => typeof it === 'number',
  whole: Number.isSafeInteger,
  flag: (it) => typeof it === 'boolean',
  moment: (it) => typeof it === 'string' && MOMENT.test(it),
  any: (it) => it !== undefined,
};

/** Where something is not of this shape, as `.items.3.state`; undefined where it is. What may be missing and has a value for that is given it. */
export function faultAt(shape: Shape, it: unknown): string | undefined {
  if (typeof shape === 'string') return simple[shape](it) ? undefined : '';
  if ('fields' in shape) return faultInFields(shape.fields, it);
  if ('orNull' in shape) return it === null ? undefined : faultAt(shape.orNull, it);
  if ('one' in shape) return (shape.one as readonly unknown[]).includes(it) ? undefined : '';
  if ('each' in shape) return Array.isArray(it) ? faultInEach(shape.each, it.entries()) : '';
  if ('named' in shape) return isNamed(it) ? faultInEach(shape.named, Object.entries(it)) : '';
  if ('may' in shape) return it === undefined ? undefined : faultAt(shape.may, it);
  if ('else' in shape) return it === undefined ? undefined : faultAt(shape.is, it);
  return shape.or.some((one) => faultAt(one, it) === undefined) ? undefined : '';
}

function isNamed(it: unknown): it is Record<string, unknown> {
  return typeof it === 'object' && it !== null && !Array.isArray(it);
}

function faultInFields(fields: Readonly<Record<string, Shape>>, it: unknown): string | undefined {
  if (!isNamed(it)) return '';
  for (const name in fields) {
    const shape = fields[name] as Shape;
    const found = it[name];
    const at = faultAt(shape, found);
    if (at !== undefined) return `.${name}${at}`;
    if (found === undefined && typeof shape === 'object' && 'else' in shape)
      it[name] = JSON.parse(shape.else);
  }
  return undefined;
}

function faultInEach(shape: Shape, all: Iterable<readonly [string | number, unknown]>): string | undefined {
  for (const [name, one] of all) {
    const at = faultAt(shape, one);
    if (at !== undefined) return `.${name}${at}`;
  }
  return undefined;
}

/** Reads what came from outside: gives it where it is of this shape, and throws where it is not. */
export function schemaOf<T>(shape: Shape): {
  parse(it: unknown): T;
  safeParse(it: unknown): { success: true; data: T } | { success: false };
} {
  const isOf = (it: unknown): it is T => faultAt(shape, it) === undefined;
  return {
    parse(it) {
      const at = faultAt(shape, it);
      if (at !== undefined) throw new Error(`not as expected: answer${at}`);
      return it as T;
    },
    safeParse: (it) => (isOf(it) ? { success: true, data: it } : { success: false }),
  };
}
