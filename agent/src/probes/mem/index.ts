import { defineProbe } from '../../contract.ts';
import { createArcReader } from './arc.ts';
import { memoryFields, portableMemoryFields } from './memory-fields.ts';
import { parseMeminfo } from './parse-meminfo.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'mem',
  start: (_options, host) => {
    const shrinkableArc = createArcReader(host);
    return async () => {
      const fields =
        host.platform === 'linux'
          ? memoryFields(parseMeminfo(host.read('/proc/meminfo')), shrinkableArc())
          : portableMemoryFields(await host.portable.memory());
      return [{ measurement: 'mem', tags: {}, fields }];
    };
  },
});
