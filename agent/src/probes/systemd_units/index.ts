import { z } from 'zod';
import { type Collect, defineProbe, type Sample } from '../../contract.ts';
import type { UnitState } from '../../host/index.ts';
import { activeCodes, loadCodes, subCodes } from './state-codes.ts';
import { watchUnits } from './watch-units.ts';

const unitName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9:_.\\@*?[\]-]+$/, 'is not the name of a unit')
  .refine((name) => !/@(?:\.|$)/.test(name), 'is a template; name an instance of it, or "name@*"');

const options = z.strictObject({
  watch: z
    .array(unitName)
    .default([])
    .describe('Units to watch: nginx, backup.timer, "postgresql@*"; without a type it is a service'),
});

const TIMEOUT_MS = 2000;

export default defineProbe({
  name: 'systemd_units',
  options,
  start({ watch }: z.output<typeof options>, host): Collect {
    const units = watchUnits(watch);
    return async () => {
      if (watch.length === 0) return [];
      const found = await host.units({ ...units.ask(), timeoutMs: TIMEOUT_MS });
      return units.take(found).map(sampleOf);
    };
  },
});

function sampleOf({ name, load, active, sub }: UnitState): Sample {
  return {
    measurement: 'systemd_units',
    tags: { name },
    fields: [
      ['load_code', 'none', loadCodes.get(load) ?? null],
      ['active_code', 'none', activeCodes.get(active) ?? null],
      ['sub_code', 'none', subCodes.get(sub) ?? null],
    ],
  };
}
