import { stringify } from 'yaml';
import { z } from 'zod';

type JsonSchema = {
  type?: string | string[];
  description?: string;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  examples?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
};

/**
 * A complete, commented sample config made from the schema itself: every setting with its description and
 * default. Settings without a default are shown commented out with their first example.
 */
export function sampleConfig(schema: z.ZodType, title: string): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return [`# ${title}`, ...linesOf(json, 0)].join('\n') + '\n';
}

function linesOf(schema: JsonSchema, depth: number): string[] {
  const pad = '  '.repeat(depth);
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const comment = field.description === undefined ? [] : [`${pad}# ${field.description}`];
    const nested =
      field.properties !== undefined && field.default === undefined ? field : objectDefault(field);
    if (nested !== undefined) return [...comment, `${pad}${key}:`, ...linesOf(nested, depth + 1)];
    return [...comment, ...valueLines(key, field, pad)];
  });
}

/** An object whose default is itself made of defaults is shown setting by setting. */
function objectDefault(field: JsonSchema): JsonSchema | undefined {
  return field.properties !== undefined && Object.keys(field.properties).length > 0 ? field : undefined;
}

function valueLines(key: string, field: JsonSchema, pad: string): string[] {
  const value = field.default ?? field.examples?.[0] ?? field.enum?.[0] ?? field.const;
  const optional = field.default === undefined;
  const text = stringify({ [key]: value ?? null }, { lineWidth: 0 })
    .trimEnd()
    .split('\n');
  const example =
    optional || !Array.isArray(field.default) || field.default.length > 0
      ? text
      : exampleOf(key, field, text);
  return example.map((line) => (optional ? `${pad}# ${line}` : `${pad}${line}`));
}

function exampleOf(key: string, field: JsonSchema, fallback: string[]): string[] {
  const item = field.examples?.[0];
  if (item === undefined) return fallback;
  const shown = stringify({ [key]: item }, { lineWidth: 0 })
    .trimEnd()
    .split('\n');
  return [...fallback, ...shown.map((line) => `# ${line}`)];
}
