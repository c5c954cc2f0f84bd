import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { metricsFile, metricsText } from '../../scripts/collector-metrics.ts';

it('docs/collector-metrics.md lists what the collector tells of itself', async () => {
  expect(readFileSync(metricsFile, 'utf8')).toBe(await metricsText());
});
