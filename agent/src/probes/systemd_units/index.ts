import type { z } from 'zod';
import { type Collect, defineProbe, type Sample } from '../../contract.ts';
import type { UnitState } from '../../host/index.ts';
import { activeCodes, loadCodes, subCodes } from './state-codes.ts';
import { watchUnits } from './watch-units.ts';
import type { options } from './options.ts';

const TIMEOUT_MS = 2000;

export default defineProbe<typeof options>({
  name: 'systemd_units',
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
