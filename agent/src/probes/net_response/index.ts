import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { type Collect, defineProbe, type Sample } from '../../contract.ts';
import type { TcpResult } from '../../host/index.ts';

const targetSchema = z.strictObject({
  server: z
    .string()
    .min(1)
    .max(255)
    .meta({ examples: ['10.0.0.5'] })
    .describe('Name or address'),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .meta({ examples: [1433] })
    .describe('TCP port'),
  timeout: durationSchema({ minMs: 1, maxMs: 60_000 })
    .prefault('3s')
    .describe('How long to wait for the connection, shorter than the interval'),
});

const options = z.strictObject({
  watch: z
    .array(targetSchema)
    .refine((list) => new Set(list.map(({ server, port }) => `${server} ${port}`)).size === list.length, {
      error: 'one port is named twice',
    })
    .prefault([])
    .describe('TCP ports to connect to'),
});

export default defineProbe({
  name: 'net_response',
  options,
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
