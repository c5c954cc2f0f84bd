import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Plugin } from 'vite';
import type { Shape } from '../src/api/shape.ts';
import { createShapes, isSchema } from './shape-of.ts';

const SOURCES = fileURLToPath(new URL('../../api/src', import.meta.url));
const SHAPE = fileURLToPath(new URL('../src/api/shape.ts', import.meta.url));
/** What packages/api has, as the console gets it. */
const WHOLE = '\0api';
/** Of it what stands beside schemas: shapes in place of these, and words. */
const MADE = '\0api-made';

/**
 * Gives the console what packages/api exports without the library of its schemas: each schema as a shape that `schemaOf` reads answers by, words that stand beside schemas as they are. Files without schemas come
 * whole. A function beside schemas does not come: what the console needs of those is to stand in a file of its own.
 */
export function apiShapes(): Plugin {
  return {
    name: 'api-shapes',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === '@watchcase/api') return WHOLE;
      if (source === MADE) return MADE;
      if (source === 'zod' || source.startsWith('zod/'))
        return this.error(`the console is to be without zod, which ${importer ?? 'its entry'} asks for`);
      const isOfApi = source.startsWith('.') && importer !== undefined && importer.startsWith(SOURCES);
      return isOfApi && hasSchemas(join(dirname(importer), source)) ? MADE : undefined;
    },
    async load(id) {
      if (id === WHOLE) return wholeText();
      if (id !== MADE) return undefined;
      const all: Record<string, unknown> = {};
      for (const file of filesOf().filter(hasSchemas))
        Object.assign(all, await import(pathToFileURL(file).href));
      return madeText(all);
    },
  };
}

function filesOf(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('index.ts'))
    .map((name) => join(SOURCES, name));
}

function hasSchemas(file: string): boolean {
  return /^import .* from 'zod';$/m.test(readFileSync(file, 'utf8'));
}

function wholeText(): string {
  const plain = filesOf().filter((file) => !hasSchemas(file));
  return [MADE, ...plain].map((file) => `export * from ${JSON.stringify(file)};`).join('\n');
}

/** The module of what stands beside schemas (pure). */
function madeText(all: Readonly<Record<string, unknown>>): string {
  const shapes = createShapes();
  const own = Object.entries(all).flatMap(([name, it]) => {
    const shape = isSchema(it) ? shapes(it) : undefined;
    return shape === undefined ? [] : [[name, shape] as const];
  });
  const words = Object.entries(all).filter(([, it]) => !isSchema(it) && isPlain(it));
  const { lines, textOf } = sharedParts(own.map(([, shape]) => shape));
  return [
    `import { schemaOf } from ${JSON.stringify(SHAPE)};`,
    ...lines,
    ...own.map(([name, shape]) => `export const ${name} = /* @__PURE__ */ schemaOf(${textOf(shape)});`),
    ...words.map(([name, it]) => `export const ${name} = ${JSON.stringify(it)};`),
  ].join('\n');
}

function isPlain(it: unknown): boolean {
  const text = JSON.stringify(it) as string | undefined;
  return text !== undefined && isDeepStrictEqual(JSON.parse(text), it);
}

/** What is part of several shapes stands once, under a name: `lines` say what, `textOf` says a shape by these. */
function sharedParts(shapes: readonly Shape[]): { lines: string[]; textOf: (shape: Shape) => string } {
  const used = new Map<Shape, number>();
  const count = (shape: Shape): void => {
    const times = (used.get(shape) ?? 0) + 1;
    used.set(shape, times);
    if (times === 1) partsOf(shape).forEach(count);
  };
  shapes.forEach(count);
  const names = new Map<Shape, string>();
  const lines: string[] = [];

  function textOf(shape: Shape): string {
    if (typeof shape === 'string') return JSON.stringify(shape);
    const known = names.get(shape);
    if (known !== undefined) return known;
    const text = written(shape, textOf);
    if ((used.get(shape) ?? 0) < 2) return text;
    const name = `part${names.size}`;
    names.set(shape, name);
    lines.push(`const ${name} = ${text};`);
    return name;
  }
  shapes.forEach(textOf);
  return { lines, textOf };
}

function partsOf(shape: Shape): readonly Shape[] {
  if (typeof shape === 'string' || 'one' in shape) return [];
  if ('fields' in shape) return Object.values(shape.fields);
  if ('or' in shape) return shape.or;
  return [
    'each' in shape
      ? shape.each
      : 'named' in shape
        ? shape.named
        : 'orNull' in shape
          ? shape.orNull
          : 'may' in shape
            ? shape.may
            : shape.is,
  ];
}

/** A shape as code, its parts as `textOf` says them (pure). */
function written(shape: Exclude<Shape, string>, textOf: (part: Shape) => string): string {
  const object = (parts: Readonly<Record<string, Shape>>) =>
    `{${Object.entries(parts)
      .map(([name, part]) => `${JSON.stringify(name)}:${textOf(part)}`)
      .join(',')}}`;
  if ('one' in shape) return JSON.stringify(shape);
  if ('fields' in shape) return `{fields:${object(shape.fields)}}`;
  if ('or' in shape) return `{or:[${shape.or.map(textOf).join(',')}]}`;
  if ('else' in shape) return `{else:${JSON.stringify(shape.else)},is:${textOf(shape.is)}}`;
  return object(shape);
}
