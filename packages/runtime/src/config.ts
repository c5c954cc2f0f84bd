import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { type Fault, UserError } from './errors.ts';

/** A YAML text and the name by which faults point at it. */
export interface ConfigSource {
  /** File name or another label, shown in front of line and column. */
  name: string;
  /** YAML text; empty means "all defaults". */
  text: string;
  /** Environment for `env:NAME` references. */
  env: Readonly<Record<string, string | undefined>>;
}

/** Reads a config file; a missing or unreadable file is a fault of its own. */
export function readConfigFile(path: string, env: ConfigSource['env']): ConfigSource {
  try {
    return { name: path, text: readFileSync(path, 'utf8'), env };
  } catch (error) {
    throw new UserError({
      code: 'CONFIG_UNREADABLE',
      place: path,
      message: `the config file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      fix: 'check the path and that this user may read it',
    });
  }
}

/**
 * Parses YAML by `schema`. Throws one UserError that lists every fault, each with its path and
 * `file:line:column`. String values `env:NAME` and `file:PATH` are replaced by what they refer to.
 */
export function parseConfig<S extends z.ZodType>(schema: S, source: ConfigSource): z.output<S> {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new UserError(
      document.errors.map((error) => ({
        code: 'CONFIG_NOT_YAML',
        place: at(source.name, lines, error.pos[0]),
        message: error.message,
      })),
    );
  }
  refuseCircles(document, source.name, lines);
  const faults: Fault[] = [];
  const unresolved = new Set<string>();
  const raw = plainOf(document, source.name);
  const resolved = resolveReferences(
    raw,
    [],
    (path, message) => {
      unresolved.add(path.join('.'));
      faults.push({
        code: 'CONFIG_BAD_REFERENCE',
        place: placeOf(source.name, document, lines, path),
        message,
      });
    },
    source.env,
  );
  const result = schema.safeParse(resolved);
  if (!result.success) {
    const issues = result.error.issues.filter((issue) => !unresolved.has(issue.path.join('.')));
    for (const issue of issues) faults.push(...faultsOf(issue, source.name, document, lines));
  }
  if (faults.length > 0 || !result.success) throw new UserError(faults);
  return result.data;
}

/** A value that holds itself has no end. An alias stands behind its anchor, so that it can only come about by an alias of what the alias is in. */
function refuseCircles(document: Document, name: string, lines: LineCounter): void {
  const faults: Fault[] = [];
  visit(document, {
    Alias(_key, alias, above) {
      const target = alias.resolve(document);
      if (target === undefined || !above.includes(target)) return;
      faults.push({
        code: 'CONFIG_NOT_YAML',
        place: at(name, lines, alias.range?.[0] ?? 0),
        message: `the alias "*${alias.source}" stands within what it names, which would have no end`,
      });
    },
  });
  if (faults.length > 0) throw new UserError(faults);
}

/** The document's plain value. An alias without its anchor, or aliases that multiply without end, are faults too. */
function plainOf(document: Document, name: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new UserError({ code: 'CONFIG_NOT_YAML', place: name, message: (error as Error).message });
  }
}

function faultsOf(issue: z.core.$ZodIssue, name: string, document: Document, lines: LineCounter): Fault[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'CONFIG_UNKNOWN_KEY',
      place: placeOf(name, document, lines, [...path, key]),
      message: `"${[...path, key].join('.')}" is not a setting`,
      fix: 'check its spelling against the sample config',
    }));
  }
  const message = `"${path.join('.') || '(top level)'}": ${sentenceOf(issue)}`;
  return [{ code: 'CONFIG_INVALID', place: placeOf(name, document, lines, path), message }];
}

/** zod's own words, except where they speak of JavaScript's undefined. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  return issue.message.replace(
    /^Invalid input: expected (.+), received undefined$/,
    'is missing; expected $1',
  );
}

function placeOf(name: string, document: Document, lines: LineCounter, path: (string | number)[]): string {
  for (let depth = path.length; depth > 0; depth--) {
    const offset = offsetOf(document, path.slice(0, depth));
    if (offset !== undefined) return at(name, lines, offset);
  }
  return name;
}

function offsetOf(document: Document, path: (string | number)[]): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last);
    if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0];
  }
  const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
  return node?.range?.[0];
}

function at(name: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${name}:${line}:${col}`;
}

type Complain = (path: (string | number)[], message: string) => void;

function resolveReferences(
  value: unknown,
  path: (string | number)[],
  complain: Complain,
  env: ConfigSource['env'],
): unknown {
  if (typeof value === 'string') return resolveReference(value, path, complain, env);
  if (Array.isArray(value))
    return value.map((item, index) => resolveReferences(item, [...path, index], complain, env));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        resolveReferences(item, [...path, key], complain, env),
      ]),
    );
  }
  return value;
}

function resolveReference(
  value: string,
  path: (string | number)[],
  complain: Complain,
  env: ConfigSource['env'],
): string {
  if (value.startsWith('env:')) {
    const found = env[value.slice(4)];
    if (found === undefined) complain(path, `environment variable ${value.slice(4)} is not set`);
    return found ?? value;
  }
  if (value.startsWith('file:')) {
    try {
      return readFileSync(value.slice(5), 'utf8').trimEnd();
    } catch {
      complain(path, `file ${value.slice(5)} cannot be read`);
    }
  }
  return value;
}
