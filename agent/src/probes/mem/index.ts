import { z } from 'zod';
import { defineProbe } from '../../contract.ts';
import { memoryFields, portableMemoryFields } from './memory-fields.ts';
import { parseMeminfo } from './parse-meminfo.ts';

export default defineProbe({
  name: 'mem',
  options: z.strictObject({}).describe('Memory'),
  start: (_options, host) => async () => {
    const fields =
      host.platform === 'linux'
        ? memoryFields(parseMeminfo(host.read('/proc/meminfo')))
        : portableMemoryFields(await host.portable.memory());
    return [{ measurement: 'mem', tags: {}, fields }];
  },
});
