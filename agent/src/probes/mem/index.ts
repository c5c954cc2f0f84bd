import { defineProbe } from '../../contract.ts';
import { memoryFields, portableMemoryFields } from './memory-fields.ts';
import { parseMeminfo } from './parse-meminfo.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'mem',
  start: (_options, host) => async () => {
    const fields =
      host.platform === 'linux'
        ? memoryFields(parseMeminfo(host.read('/proc/meminfo')))
        : portableMemoryFields(await host.portable.memory());
    return [{ measurement: 'mem', tags: {}, fields }];
  },
});
