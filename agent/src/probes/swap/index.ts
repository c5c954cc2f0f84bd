import { defineProbe, type Field } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { parseSizes, parseSwappedPages } from './parse-swap.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'swap',
  start: (_options, host) => async () => {
    const fields = host.platform === 'linux' ? linuxFields(host) : await portableFields(host);
    return [{ measurement: 'swap', tags: {}, fields }];
  },
});

function linuxFields(host: Host): Field[] {
  const pages = parseSwappedPages(host.read('/proc/vmstat'));
  const bytes = (count: number | null) => (count === null ? null : count * host.pageBytes());
  return [
    ...sizeFields(parseSizes(host.read('/proc/meminfo'))),
    ['in', 'bytes', bytes(pages.in)],
    ['out', 'bytes', bytes(pages.out)],
  ];
}

async function portableFields(host: Host): Promise<Field[]> {
  const { swapTotal, swapFree } = await host.portable.memory();
  return sizeFields({ total: swapTotal, free: swapFree });
}

/** Without swap nothing of it is used: 0 percent, so that a rule sees an end when swap is switched off. */
function sizeFields({ total, free }: { total: number; free: number }): Field[] {
  const used = total - free;
  return [
    ['total', 'bytes', total],
    ['free', 'bytes', free],
    ['used', 'bytes', used],
    ['used_percent', 'percent', total > 0 ? (100 * used) / total : 0],
  ];
}
