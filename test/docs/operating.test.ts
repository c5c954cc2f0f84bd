import { problemSchema } from '@watchcase/api';
import { configSchema, settingsSchema } from '@watchcase/collector/config.ts';
import { parseConfig } from '@watchcase/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../harness/index.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

/** First cells of table rows that are one piece of code, without its backticks. */
function namedRows(markdown: string, pattern: RegExp): string[] {
  return [...markdown.matchAll(/^\| `(?<name>[^`]+)` +\|/gm)]
    .map(({ groups }) => groups?.['name'] ?? '')
    .filter((name) => pattern.test(name));
}

describe('docs/configuration.md', () => {
  const markdown = documentText('docs/configuration.md');

  it('has a row for every section of the config', () => {
    const sections = Object.keys(settingsSchema.shape);
    expect(namedRows(markdown, /^[a-z]+$/).toSorted()).toEqual(sections.toSorted());
  });

  it.each(['docs/configuration.md', 'docs/operating.md', 'docs/deploy-tls.md'])(
    '%s shows configs without faults',
    (path) => {
      const shown = fencedBlocks(documentText(path)).filter(({ language }) => language === 'yaml');
      expect(shown.length).toBeGreaterThan(1);
      for (const { text } of shown) {
        const plain = text.replaceAll(/\b(?:file|env):(?<name>[^"\s]+)/g, (_, name: string) =>
          name.includes('STORE') ? 'env:DATABASE' : 'env:ANY',
        );
        const env = { DATABASE: 'postgres://somewhere', ANY: 'https://somewhere.example' };
        parseConfig(configSchema, { name: path, text: plain, env });
      }
    },
  );
});

describe('beside a running collector', () => {
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.stop());

  it('docs/operating.md explains every figure of /metrics and no other', async () => {
    const text = await (await fetch(`${collector.url}/metrics`)).text();
    const figures = [...text.matchAll(/^# HELP (?<name>watchcase_\S+)/gm)].map(
      ({ groups }) => groups?.['name'] ?? '',
    );
    const explained = namedRows(documentText('docs/operating.md'), /^watchcase_\w+$/);
    const aboutCustomers = namedRows(documentText('docs/collector-metrics.md'), /^watchcase_customer_\w+$/);
    expect([...explained, ...aboutCustomers].toSorted()).toEqual(figures.toSorted());
  });

  it('docs/api.md has every address of the API and no other', async () => {
    const { paths } = await collector.api<{ paths: Record<string, Record<string, unknown>> }>(
      '/openapi.json',
    );
    const addresses = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const explained = namedRows(documentText('docs/api.md'), /^[A-Z]+ \/api\/v1\//);
    expect(explained.toSorted()).toEqual(addresses.filter((it) => it.includes(' /api/v1/')).toSorted());
  });
});

it('docs/api.md shows a problem as the API sends it', () => {
  const example = fencedBlocks(documentText('docs/api.md')).find(({ name }) => name === 'problem');
  expect(problemSchema.safeParse(JSON.parse(example?.text ?? ''))).toMatchObject({ success: true });
});
