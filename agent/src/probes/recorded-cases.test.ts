import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runRecordedCase } from '../../test/recorded-case.ts';
import { probeOptions } from './options.generated.ts';
import { probes } from './registry.generated.ts';

const found = Object.entries(probes).flatMap(([name, probe]) => {
  const options = probeOptions[name];
  if (options === undefined) throw new Error(`${name} has no options`);
  const folder = join(import.meta.dirname, name, 'cases');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.toSorted().map((of) => ({ name, of, probe, options, folder: join(folder, of) }));
});

describe('recorded machine', () => {
  it.each(found)('$name: $of', async ({ folder, ...recorded }) => {
    const results = await runRecordedCase(recorded, folder);
    expect(results.length).toBeGreaterThan(0);
    for (const { expected, got, threw } of results) {
      if (typeof expected === 'string') expect(threw).toContain(expected);
      else expect(got ?? threw).toEqual(expected);
    }
  });

  it('is there for the probes of this machine', () => {
    const recorded = new Set(found.map(({ name }) => name));
    expect([...recorded]).toEqual(
      expect.arrayContaining([
        'cpu',
        'disk',
        'diskio',
        'mem',
        'net',
        'processes',
        'procstat',
        'swap',
        'system',
      ]),
    );
  });
});
