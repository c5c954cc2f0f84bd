import { fleetLayout, valueVariants } from '../fleet/series.ts';

/** Above this a root disk is nearly full; healthy hosts stay far below. */
const NEARLY_FULL = 97;
/** No value of a fleet comes near it. */
const NEVER = 1e14;
const RULES = 20;

interface Series {
  /** As PromQL selects it: `disk_used_percent{path="/"}`. */
  selector: string;
  position: number;
}

/** The two rules that hosts break, by the disk that fills: each has its own way through Alertmanager. */
export const breaking = { tight: '/', shipped: '/data' } as const;
/** How a page is delivered: at once, or after the wait that Alertmanager is shipped with. */
export type Delivery = keyof typeof breaking;

/** Name of the alert that goes out that way. */
export function alertName(delivery: Delivery): string {
  return `Full_${delivery}`;
}

const layout = fleetLayout(15_000);
const series: readonly Series[] = layout.groups
  .flatMap(({ measurement, tags, fields }) =>
    fields.map(([field]) => {
      const labels = Object.entries(tags).map(([name, value]) => `${name}="${value}"`);
      return `${measurement}_${field}${labels.length === 0 ? '' : `{${labels.join(',')}}`}`;
    }),
  )
  .map((selector, position) => ({ selector, position }));

/** What `variants` healthy hosts answer to a scrape: the fleet's 100 series. */
export function healthyTexts(variants: number): string[] {
  return valueVariants(layout, variants).map((values) => textOf(values.split(',')));
}

/** What a host answers whose disk is nearly full. */
export function breachingText(delivery: Delivery): string {
  const values = (valueVariants(layout, 1)[0] ?? '').split(',');
  values[diskOf(delivery).position] = '97.5';
  return textOf(values);
}

/** Twenty alerting rules, each over every host: the two that hosts break, and others on series spread over the layout. */
export function alertingRules(): { alert: string; expr: string }[] {
  const deliveries = Object.keys(breaking) as Delivery[];
  const broken = deliveries.map((delivery) => ({
    alert: alertName(delivery),
    expr: `${diskOf(delivery).selector} > ${NEARLY_FULL}`,
  }));
  const step = Math.floor(series.length / RULES);
  const quiet = Array.from({ length: RULES - broken.length }, (_, i) => ({
    alert: `Quiet_${i}`,
    expr: `${series[i * step]?.selector ?? ''} > ${NEVER}`,
  }));
  return [...broken, ...quiet];
}

function diskOf(delivery: Delivery): Series {
  const found = series.find(({ selector }) =>
    selector.startsWith(`disk_used_percent{path="${breaking[delivery]}"`),
  );
  if (found === undefined) throw new Error(`the layout has no disk ${breaking[delivery]}`);
  return found;
}

function textOf(values: readonly string[]): string {
  return `${series.map(({ selector, position }) => `${selector} ${values[position] ?? '0'}`).join('\n')}\n`;
}
