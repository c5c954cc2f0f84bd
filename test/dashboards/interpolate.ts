import type { Datasource } from '@watchcase/dashboards/places.ts';

/** What Grafana would put in for variables when a panel is drawn. */
export interface Drawn {
  datasource: Datasource;
  /** Unix milliseconds. */
  from: number;
  to: number;
  /** Chosen values; `.*` for all. */
  chosen: Readonly<Record<string, string>>;
  /** The panel's own shortest step, milliseconds. */
  leastStepMs: number;
  /** As many as it is pixels wide. */
  points: number;
}

const SCRAPE_MS = 15_000;

/** The step that Grafana takes for lines over the range. */
export function stepMs({ from, to, leastStepMs, points }: Drawn): number {
  return Math.max(leastStepMs, Math.ceil((to - from) / points / 1000) * 1000);
}

/** A query with every variable filled in, as Grafana does it. */
export function interpolate(query: string, drawn: Drawn): string {
  const { from, to, chosen } = drawn;
  const step = stepMs(drawn);
  const rate = Math.max(
    step + Math.max(SCRAPE_MS, drawn.leastStepMs),
    4 * Math.max(SCRAPE_MS, drawn.leastStepMs),
  );
  const known: Record<string, string> = {
    ...chosen,
    __interval: `${step / 1000}s`,
    __rate_interval: `${rate / 1000}s`,
    __range: `${Math.ceil((to - from) / 1000)}s`,
    __range_s: String(Math.ceil((to - from) / 1000)),
    __from: String(from),
    __to: String(to),
    timeFilter: `time >= ${from}ms and time <= ${to}ms`,
  };
  const filled = query.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    const value = known[braced ?? bare ?? ''];
    return value ?? whole;
  });
  const left = /\$\{?\w+/.exec(filled);
  if (left !== null) throw new Error(`nobody fills in ${left[0]} of ${query}`);
  return filled;
}
