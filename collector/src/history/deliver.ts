import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import type { RemoteConfig } from './config.ts';

/** How the time-series database answered: it has the lines, will never take these, or could not be asked. */
export type Delivery = 'taken' | { refused: string } | { away: string };

const TIMEOUT_MS = 30_000;

/** Builds the only code that speaks to the time-series database: line protocol with times in milliseconds. */
export function createDelivery(config: RemoteConfig): (body: string) => Promise<Delivery> {
  const token = config.token?.reveal();
  const modern = config.api === 'v2';
  const influx = new InfluxDB({
    url: config.url,
    timeout: TIMEOUT_MS,
    ...(modern && token !== undefined ? { token } : {}),
  });
  const [org, bucket] = [encodeURIComponent(config.org), encodeURIComponent(config.bucket)];
  const path = modern
    ? `/api/v2/write?org=${org}&bucket=${bucket}&precision=ms`
    : `/write?db=${bucket}&precision=ms`;
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    ...(modern || token === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(token).toString('base64')}` }),
  };
  return async (body) => {
    try {
      await influx.transport.request(path, body, { method: 'POST', headers });
      return 'taken';
    } catch (error) {
      const { message } = error as Error;
      return isRefusal(error) ? { refused: message } : { away: message };
    }
  };
}

/** Not a missing token, right, bucket, or time: those can be put right, and the same lines are taken then. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof HttpError)) return false;
  const { statusCode } = error;
  return statusCode >= 400 && statusCode < 500 && ![401, 403, 404, 408, 429].includes(statusCode);
}
