import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

const remoteSchema = z.strictObject({
  api: z
    .enum(['v2', 'v1'])
    .default('v2')
    .describe(
      'v2: /api/v2/write of InfluxDB 1.8 and later and of VictoriaMetrics; v1: /write of older InfluxDB',
    ),
  url: z
    .url({ protocol: /^https?$/ })
    .describe('InfluxDB or VictoriaMetrics, http://127.0.0.1:8428 for example'),
  org: z.string().default('watchcase').describe('InfluxDB organisation (VictoriaMetrics takes any)'),
  bucket: z
    .string()
    .default('watchcase')
    .describe('InfluxDB bucket, with v1 its database (VictoriaMetrics takes any)'),
  token: secretSchema
    .optional()
    .describe('InfluxDB token, with v1 user:password; env:NAME and file:PATH are read at start'),
  resolution: z
    .enum(['reading', 'minute'])
    .default('reading')
    .describe(
      'reading: every one; minute: the mean of those that were acknowledged together, about one a minute, closer around alerts',
    ),
  queueMiB: z
    .int()
    .min(1)
    .max(100_000)
    .default(512)
    .describe('Disk for what waits while the database is away; beyond it the oldest is dropped and counted'),
});

export const historyConfigSchema = z.strictObject({
  rawHours: z.number().min(1).max(8760).default(48).describe('How long every reading is kept, hours'),
  fiveMinuteDays: z
    .number()
    .min(1)
    .max(3650)
    .default(35)
    .describe('How long 5-minute averages are kept, days'),
  hourDays: z.number().min(1).max(3650).default(400).describe('How long hourly averages are kept, days'),
  remote: remoteSchema.optional().describe('A time-series database that gets every reading too, for Grafana'),
});
export type HistoryConfig = z.output<typeof historyConfigSchema>;
export type RemoteConfig = z.output<typeof remoteSchema>;
