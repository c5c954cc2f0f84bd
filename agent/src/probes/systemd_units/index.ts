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
    return async (_now, lacking) => {
      if (watch.length === 0) return [];
      try {
        const found = await host.units({ ...units.ask(), timeoutMs: TIMEOUT_MS });
        return [managerSample(1), ...units.take(found).map(sampleOf)];
      } catch (error) {
        lacking?.((error as Error).message);
        return [managerSample(0), ...units.names().map((name) => sampleOf({ ...UNKNOWN, name }))];
      }
    };
  },
});

const UNKNOWN = { load: '', active: '', sub: '', stopped: null };

/** Whether systemd answers, so that its silence can be seen. */
function managerSample(reachable: 0 | 1): Sample {
  return { measurement: 'systemd', tags: {}, fields: [['reachable', 'none', reachable]] };
}

function sampleOf({ name, load, active, sub, stopped }: UnitState): Sample {
  return {
    measurement: 'systemd_units',
    tags: { name },
    fields: [
      ['load_code', 'none', loadCodes.get(load) ?? null],
      ['active_code', 'none', activeCodes.get(active) ?? null],
      ['sub_code', 'none', subCodes.get(sub) ?? null],
      ['stopped', 'none', stopped === null ? null : Number(stopped)],
    ],
  };
}
