import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import type { RemoteConfig } from './config.ts';
import { createCountingAgent } from './counting-agent.ts';

/**
 * How the time-series database answered: it has the lines, will never take these, or could not be asked. `taken anew`: it has them, but the connection
 * before had ended without a word: it may have been killed and started again, and have lost what it had in memory.
 */
export type Delivery = 'taken' | 'taken anew' | { refused: string } | { away: string };

const TIMEOUT_MS = 30_000;

/** Builds the only code that speaks to the time-series database: line protocol with times in milliseconds. */
export function createDelivery(config: RemoteConfig): (body: string) => Promise<Delivery> {
  const token = config.token?.reveal();
  const modern = config.api === 'v2';
  const { agent, opened } = createCountingAgent(config.url);
  const influx = new InfluxDB({
    url: config.url,
    timeout: TIMEOUT_MS,
    transportOptions: { agent },
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
  /** The next write opens a connection, and everybody knows why. */
  let isExpected = true;
  return async (body) => {
    const [before, wasExpected] = [opened(), isExpected];
    try {
      isExpected = false;
      await influx.transport.request(path, body, { method: 'POST', headers }, (answer) => {
        isExpected = answer['connection'] === 'close';
      });
      return opened() === before || wasExpected ? 'taken' : 'taken anew';
    } catch (error) {
      // What follows is sent from where the database surely was.
      isExpected = true;
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
