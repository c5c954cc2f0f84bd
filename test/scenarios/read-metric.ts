import type { House } from './house.ts';

/** Reads one figure of /metrics, `name{label="value"}` or `name`; 0 when it is not there yet. */
export async function readMetric(house: House, series: string): Promise<number> {
  const response = await fetch(`${house.collector.url}/metrics`);
  const lines = (await response.text()).split('\n');
  const line = lines.find((one) => one.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}
