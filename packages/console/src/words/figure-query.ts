import { figureGroupings, parsePeriod, type Period, periodOf } from '@watchcase/api';

/** What figures are narrowed by, as it stands in the address. */
const filterNames = ['customer', 'contract', 'severity', 'by'] as const;
export type FigureFilter = (typeof filterNames)[number];

/** What the address asks for (pure): without a period, this month in the reader's zone; a link that names a zone keeps it. */
export function figureQueryOf(
  query: URLSearchParams,
  { now, zone: own }: { now: number; zone: string },
): { period: Period; parameters: Record<string, string> } {
  const zone = query.get('zone') ?? own;
  const period = parsePeriod(query.get('period') ?? '') ?? periodOf('month', dayIn(zone, now));
  const parameters: Record<string, string> = { period: period.name, zone };
  for (const name of filterNames) {
    const value = query.get(name) ?? '';
    const isKnown = name !== 'by' || figureGroupings.some((one) => one === value);
    if (value !== '' && isKnown) parameters[name] = value;
  }
  return { period, parameters };
}

/** The address of the list of cases of one figure, of one group where `key` names it (pure). */
export function figureCasesAddress(
  parameters: Readonly<Record<string, string>>,
  figure: { figure: string; part: string; key?: string },
): string {
  return `/figures/cases?${new URLSearchParams({ ...parameters, ...figure }).toString()}`;
}

/** The date in a zone, in days since 1970-01-01; of a zone that is not known, that of UTC. */
function dayIn(zone: string, now: number): number {
  try {
    const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(now);
    return Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
  } catch {
    return Math.floor(now / 86_400_000);
  }
}
