import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureOfUnit } from './language/dimensions.ts';
import { unitSchema } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { seriesOf } from './language/walk.ts';
import { loadPacks } from './load.ts';
import { isKnownField, isKnownMeasurement, isKnownTag, knownDimension } from './known-series.ts';

const probes = join(import.meta.dirname, '../../../agent/src/probes');

/** Every series of the agent's recorded cases, `measurement{tags}` to fields to `value unit`. */
function recorded(): { measurement: string; tags: string[]; field: string; unit: string }[] {
  const files = globSync(join(probes, '*/cases/*/case.yaml'));
  const steps = files.flatMap((file) => (parse(readFileSync(file, 'utf8')) as { steps: unknown[] }).steps);
  const samples = steps.flatMap((step) => {
    const { expect: wanted } = step as { expect: unknown };
    return typeof wanted === 'object' ? Object.entries(wanted ?? {}) : [];
  });
  return samples.flatMap(([name, values]) => {
    const [, measurement = '', tags = ''] = /^([^{]+)(?:\{(.*)\})?$/s.exec(name) ?? [];
    return Object.entries(values as Record<string, string>).map(([field, value]) => ({
      measurement,
      tags: [...tags.matchAll(/(?:^|,)(\w+)=/g)].map(([, tag = '']) => tag),
      field,
      unit: value.split(' ').at(-1) ?? '',
    }));
  });
}

it('fields and tags that the agent was recorded with are those listed, with their units', () => {
  const series = recorded().filter(({ measurement }) => isKnownMeasurement(measurement));
  expect(series.length).toBeGreaterThan(100);
  const odd = series.filter(
    ({ measurement, tags, field, unit }) =>
      !isKnownField(measurement, field) ||
      tags.some((tag) => !isKnownTag(measurement, tag)) ||
      knownDimension({ measurement, field }) !== measureOfUnit(unitSchema.parse(unit)).dimension,
  );
  expect(odd).toEqual([]);
});

it('whatever the starter packs read is listed', () => {
  const rules = loadPacks(join(import.meta.dirname, '../../../rules')).flatMap((pack) => pack.rules);
  const read = rules.flatMap(({ when, recover }) => [
    ...seriesOf(when),
    ...(recover === null ? [] : seriesOf(recover)),
  ]);
  expect(read.length).toBeGreaterThan(20);
  const odd = read.filter(({ measurement, field }) => !isKnownField(measurement, field));
  expect(odd.map(({ measurement, field }) => `${measurement}.${field}`)).toEqual([]);
});
