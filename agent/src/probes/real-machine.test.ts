import { layoutId, layoutSchema } from '@watchcase/protocol';
import { createLog, systemClock } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { createHost } from '../host/index.ts';
import { probes } from './registry.generated.ts';

const host = createHost({ clock: systemClock, log: createLog('test', 'silent') });

it.each(Object.entries(probes))(
  '%s reads this machine with its defaults, and keeps its series',
  async (_name, probe) => {
    const collect = probe.start(probe.options.parse({}), host);
    const first = await collect(systemClock.now());
    const second = await collect(systemClock.now());
    const shape = (samples: typeof first) =>
      samples.map(({ measurement, tags, fields }) => ({
        measurement,
        tags,
        fields: fields.map(([field, unit]) => [field, unit]),
      }));
    expect(shape(second)).toEqual(shape(first));
    const values = second.flatMap(({ fields }) => fields.map(([, , value]) => value));
    expect(values.filter((value) => value !== null && !Number.isFinite(value))).toEqual([]);
    const content = { stream: '15s', intervalMs: 15_000, groups: shape(second) };
    if (second.length > 0)
      expect(layoutSchema.safeParse({ ...content, id: layoutId(content as never) }).error).toBeUndefined();
  },
);
