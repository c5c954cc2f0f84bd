import { defineProbe, type Field, type Sample } from '../../contract.ts';
import { HIDDEN_PROCESSES, seesAllProcesses } from '../sees-all-processes.ts';
import { countStates, portableStates } from './count-states.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'processes',
  start: (_options, host) => async (now) => {
    if (host.platform !== 'linux') return [sampleOf(portableStates(await host.portable.processes()))];
    const processes = host.processes(now);
    if (!seesAllProcesses(processes)) throw new Error(HIDDEN_PROCESSES);
    return [sampleOf(countStates(processes))];
  },
});

function sampleOf(fields: readonly Field[]): Sample {
  return { measurement: 'processes', tags: {}, fields };
}
