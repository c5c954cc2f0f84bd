import { stringify } from 'yaml';
import { z } from 'zod';

interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  examples?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  secret?: boolean;
}

/** A setting and whether the section it stands in must have it. */
interface Setting {
  key: string;
  field: JsonSchema;
  required: boolean;
}

/**
 * A complete, commented sample config made from the schema itself: every setting with its description and default, so
 * that the sample as it stands means the same as an empty file. What has no default is commented out: settings with an example,
 * optional sections, the other forms of a section, an entry for each list.
 */
export function sampleConfig(schema: z.ZodType, title: string): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return [`# ${title}`, ...sectionLines(json)].join('\n') + '\n';
}

function sectionLines(section: JsonSchema): string[] {
  const required = new Set(section.required);
  return Object.entries(section.properties ?? {}).flatMap(([key, field]) => [
    ...descriptionOf(field),
    ...settingLines({ key, field, required: required.has(key) }),
  ]);
}

function settingLines({ key, field, required }: Setting): string[] {
  const forms = formsOf(field);
  if (forms.length > 0) return formLines({ key, field, required }, forms);
  const entries = field.items === undefined ? [] : formsOf(field.items);
  if (entries.length > 0) return listLines(key, field, entries);
  if (field.default !== undefined) return yamlOf(key, field.default);
  const example = yamlOf(key, placeholderOf(field));
  return required ? example : commented(example);
}

/** The objects a field may be: itself, or the alternatives of a union. */
function formsOf(field: JsonSchema): JsonSchema[] {
  const alternatives = field.oneOf ?? field.anyOf ?? [field];
  return alternatives.filter((form) => Object.keys(form.properties ?? {}).length > 0);
}

/** The form that holds by default in full, the others commented out. */
function formLines({ key, field, required }: Setting, forms: JsonSchema[]): string[] {
  const chosen = forms.find((form) => isForm(form, field.default)) ?? forms[0];
  const blocks = forms
    .toSorted((a, b) => Number(b === chosen) - Number(a === chosen))
    .map((form) => [`${key}:`, ...indented(sectionLines(form))]);
  const [first = [], ...others] = blocks;
  const active = required || field.default !== undefined ? first : commented(first);
  return [...active, ...others.flatMap((block) => ['# or', ...commented(block)])];
}

/** True when the constants of a form (its `kind`) are those of the value. */
function isForm(form: JsonSchema, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(form.properties ?? {}).every(
    ([key, field]) => field.const === undefined || field.const === Reflect.get(value, key),
  );
}

/** The default, and one entry of each form. */
function listLines(key: string, field: JsonSchema, entries: JsonSchema[]): string[] {
  const items = entries.flatMap((entry) =>
    sectionLines(entry).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
  );
  const example = commented([`${key}:`, ...indented(items)]);
  return field.default === undefined ? example : [...yamlOf(key, field.default), ...example];
}

function placeholderOf(field: JsonSchema): unknown {
  const known = field.examples?.[0] ?? field.enum?.[0] ?? field.const;
  if (known !== undefined) return known;
  if (field.secret === true) return 'env:NAME';
  const type = Array.isArray(field.type) ? field.type[0] : field.type;
  const empty: Record<string, unknown> = { number: 0, integer: 0, boolean: false, array: [], object: {} };
  return empty[type ?? ''] ?? '...';
}

function descriptionOf(field: JsonSchema): string[] {
  return (field.description ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => `# ${line}`);
}

function yamlOf(key: string, value: unknown): string[] {
  return stringify({ [key]: value }, { lineWidth: 0 })
    .trimEnd()
    .split('\n');
}

function indented(lines: string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function commented(lines: string[]): string[] {
  return lines.map((line) => `# ${line}`);
}
