import { defineProbe } from '../../contract.ts';
import { countStates, portableStates } from './count-states.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'processes',
  start: (_options, host) => async (now) => {
    const states =
      host.platform === 'linux'
        ? countStates(host.processes(now))
        : portableStates(await host.portable.processes());
    return [{ measurement: 'processes', tags: {}, fields: states }];
  },
});
