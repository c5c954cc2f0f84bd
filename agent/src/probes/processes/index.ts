import { z } from 'zod';
import { defineProbe } from '../../contract.ts';
import { countStates, portableStates } from './count-states.ts';

export default defineProbe({
  name: 'processes',
  options: z.strictObject({}).describe('Processes by state'),
  start: (_options, host) => async (now) => {
    const states =
      host.platform === 'linux'
        ? countStates(host.processes(now))
        : portableStates(await host.portable.processes());
    return [{ measurement: 'processes', tags: {}, fields: states }];
  },
});
