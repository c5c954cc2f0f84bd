import { allDashboards } from '@watchcase/dashboards/generate.ts';
import { systemClock } from '@watchcase/runtime';
import { ask, askValues } from '../../test/dashboards/ask.ts';
import type { Drawn } from '../../test/dashboards/interpolate.ts';
import { leastStepMs, readWritten } from '../../test/dashboards/written.ts';

/** A question of a dashboard, and how to put it. */
interface Question {
  readonly name: string;
  /** As it stands in the dashboard. */
  readonly text: string;
  /** Says so when there is nothing. */
  readonly isRightlyEmpty: boolean;
  /** Puts it; gives how many series or values came. */
  put(url: string, drawn: Drawn): Promise<number>;
}

/** What came of a question: the longest time it took, and how many series or values there were. */
export interface Measured {
  readonly question: Question;
  readonly ms: number;
  readonly found: number;
}

/** When, and whom the dashboards about one host or customer show. */
export interface Asked {
  /** Unix milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly customer: string;
  readonly host: string;
}

const FACT_MS = 60_000;
const READING_MS = 15_000;
/** Half of a wide screen. */
const POINTS = 900;
const TIMES = 3;

/** Puts every question of every dashboard to a VictoriaMetrics, each three times. */
export async function askAll(url: string, { from, to, customer, host }: Asked): Promise<Measured[]> {
  const drawn = { datasource: 'prometheus', from, to, leastStepMs: READING_MS, points: POINTS } as const;
  const all = { customer: '.*', site: '.*', host: '.*', job: '.*' };
  const measured: Measured[] = [];
  for (const { name, oneCustomer } of await allDashboards()) {
    const own = name === 'host' ? { customer, host } : oneCustomer === true ? { customer } : {};
    for (const question of questionsOf(name))
      measured.push(await timed(question, () => question.put(url, { ...drawn, chosen: { ...all, ...own } })));
  }
  return measured;
}

/** Every panel's, variable's and annotation's question of a dashboard. */
function questionsOf(name: string): Question[] {
  const { panels, templating, annotations } = readWritten('prometheus', 'en', name);
  return [
    ...panels.flatMap(({ title, targets = [], interval, fieldConfig }) =>
      targets.map((target) => ({
        name: `${name}: ${title} ${target.refId}`,
        text: target.expr ?? '',
        isRightlyEmpty: fieldConfig?.defaults.noValue !== undefined,
        put: async (url: string, drawn: Drawn) =>
          (await ask(url, target, { ...drawn, leastStepMs: leastStepMs(interval, READING_MS) })).length,
      })),
    ),
    ...templating.list
      .filter(({ type }) => type === 'query')
      .map(({ name: variable, definition = '' }) => ({
        name: `${name}: variable ${variable}`,
        text: definition,
        isRightlyEmpty: false,
        put: async (url: string, drawn: Drawn) => (await askValues(url, definition, drawn)).length,
      })),
    ...annotations.list.map(({ name: mark, expr = '' }) => ({
      name: `${name}: marks ${mark}`,
      text: expr,
      isRightlyEmpty: true,
      put: async (url: string, drawn: Drawn) =>
        (await ask(url, { refId: 'A', expr }, { ...drawn, leastStepMs: FACT_MS })).length,
    })),
  ];
}

async function timed(question: Question, put: () => Promise<number>): Promise<Measured> {
  let ms = 0;
  let found = 0;
  for (let i = 0; i < TIMES; i++) {
    const startedAt = systemClock.monotonic();
    found = await put();
    ms = Math.max(ms, Math.round(systemClock.monotonic() - startedAt));
  }
  return { question, ms, found };
}
