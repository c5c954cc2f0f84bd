import { layoutId, layoutSchema } from '@watchcase/protocol';
import { createLog, systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import type { Sample } from '../contract.ts';
import { createHost } from '../host/index.ts';
import { probeOptions } from './options.generated.ts';
import { probes } from './registry.generated.ts';

const host = createHost({ clock: systemClock, log: createLog('test', 'silent') });

/** Samples without their values. */
const shapeOf = (samples: readonly Sample[]) =>
  samples.map(({ measurement, tags, fields }) => ({
    measurement,
    tags: { ...tags },
    fields: fields.map(([field, unit]): [typeof field, typeof unit] => [field, unit]),
  }));

it.each(Object.entries(probes))(
  '%s reads this machine with its defaults, and keeps its series',
  async (name, probe) => {
    const collect = probe.start(probeOptions[name]?.parse({}), host);
    const samples = await collect(systemClock.now());
    const values = samples.flatMap(({ fields }) => fields.map(([, , value]) => value));
    expect(values.filter((value) => value !== null && !Number.isFinite(value))).toEqual([]);
    // Something may be mounted or plugged in between two looks, but not between any two.
    await eventually(async () => {
      const first = shapeOf(await collect(systemClock.now()));
      expect(shapeOf(await collect(systemClock.now()))).toEqual(first);
      return true;
    });
    if (samples.length === 0) return;
    const content = { stream: '15s', intervalMs: 15_000, groups: shapeOf(samples) };
    expect(layoutSchema.safeParse({ ...content, id: layoutId(content) }).error).toBeUndefined();
  },
);
