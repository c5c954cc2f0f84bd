import { readFileSync } from 'node:fs';
import { layoutId, type Layout, LIMITS, unitSchema } from '@watchcase/protocol';
import { describe, expect, it } from 'vitest';
import { asyncapiDocument, asyncapiFile, jsonSchemaOf, wireMessages } from '../../scripts/asyncapi.ts';
import { parse } from 'yaml';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

const markdown = documentText('docs/wire.md');
const examples = fencedBlocks(markdown).filter(({ language }) => language === 'json');

describe('docs/wire.md', () => {
  it.each(examples)('shows a valid $name at line $line', ({ name, text }) => {
    const schema = wireMessages[name]?.schema;
    expect(schema?.safeParse(JSON.parse(text))).toMatchObject({ success: true });
  });

  it('shows every kind of message', () => {
    const shown = new Set(examples.map(({ name }) => name));
    expect([...shown].toSorted()).toEqual(Object.keys(wireMessages).toSorted());
  });

  it('shows a layout with its right id, and the text the id is made of', () => {
    const layout = JSON.parse(examples.find(({ name }) => name === 'layout')?.text ?? '') as Layout;
    expect(layoutId(layout)).toBe(layout.id);
    const groups = layout.groups.map((it) => [it.measurement, Object.entries(it.tags), it.fields]);
    expect(markdown).toContain(JSON.stringify([layout.stream, layout.intervalMs, groups]));
  });

  it('names every unit and every limit', () => {
    for (const unit of unitSchema.options) expect(markdown).toContain(`\`${unit}\``);
    const rows = {
      payload: `${LIMITS.messageBytes} bytes`,
      'series in one layout': LIMITS.layoutSeries,
      'streams of a host': LIMITS.streams,
      'measurement, tag or field name': `${LIMITS.nameLength} characters`,
      'tag value': `${LIMITS.tagLength} characters`,
    };
    for (const [what, limit] of Object.entries(rows))
      expect(markdown).toMatch(new RegExp(`^\\| ${what} +\\| ${limit} +\\|$`, 'm'));
  });
});

describe('docs/asyncapi.yaml', () => {
  const text = readFileSync(asyncapiFile, 'utf8');

  it('is what "npm run generate" writes', () => {
    const { version } = JSON.parse(documentText('package.json')) as { version: string };
    expect(text).toBe(asyncapiDocument(version));
  });

  it.each(Object.entries(wireMessages))('has the schema of %s', (name, { schema }) => {
    const document = parse(text) as { components: { schemas: Record<string, unknown> } };
    expect(document.components.schemas[name]).toEqual(jsonSchemaOf(schema));
  });
});
