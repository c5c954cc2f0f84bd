import type { z } from 'zod';
import { type Collect, defineProbe, type Sample } from '../../contract.ts';
import type { TcpResult } from '../../host/index.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'net_response',
  start:
    ({ watch }: z.output<typeof options>, host): Collect =>
    () =>
      Promise.all(
        watch.map(async ({ server, port, timeout }) =>
          sampleOf({ server, port }, await host.connect(server, port, timeout)),
        ),
      ),
});

/** Telegraf's numbers. Its 3 (read failed) and 4 (other text than expected) cannot come of a connection alone. */
const RESULT_CODES = { connected: 0, timeout: 1, refused: 2 } as const;

function sampleOf(target: { server: string; port: number }, result: TcpResult): Sample {
  return {
    measurement: 'net_response',
    tags: { server: target.server, port: String(target.port), protocol: 'tcp' },
    fields: [
      ['result_code', 'none', RESULT_CODES[result.outcome]],
      ['response_time', 'seconds', result.outcome === 'connected' ? result.seconds : null],
    ],
  };
}
