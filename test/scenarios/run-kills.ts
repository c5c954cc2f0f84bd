import { seriesDataSchema } from '@watchcase/api';
import { eventually } from '@watchcase/testkit';
import { checkCases } from './check-cases.ts';
import { checkPages } from './check-pages.ts';
import { checkEvents, checkFirings, checkReadings } from './check-run.ts';
import type { House } from './house.ts';
import { killCollector } from './kill-collector.ts';
import { expectedCases, gather, playAll, type Played, type Run } from './play.ts';
import { INTERVAL_MS, playsFor } from './played-hosts.ts';
import { seededRandom } from '../harness/seeded-random.ts';

/** What a run with kills came to. */
export interface KillReport {
  kills: number;
  cases: number;
  pages: number;
  readings: number;
  events: number;
  /** Everything that is not as it would be without kills; empty when all is well. */
  faults: string[];
}

const UP_MS = 4000;
const DOWN_MS = 2000;
/** A page whose sender was killed waits for its window, then its retry. */
const SETTLE_MS = 90_000;
const SHORTEST_SECONDS = 50;
/** A start takes about this long on two busy cores. */
const START_SECONDS = 2;

/** Plays hosts with faults over a house whose collector is killed `kills` times at moments that `seed` decides, and checks what is left against what was played. */
export async function runKills(house: House, plan: { kills: number; seed: number }): Promise<KillReport> {
  const { kills } = plan;
  const roundSeconds = (UP_MS + DOWN_MS) / 2000 + START_SECONDS;
  const seconds = Math.max(SHORTEST_SECONDS, Math.ceil(kills * roundSeconds));
  const played = await gather(house, playsFor(seconds));
  try {
    const random = seededRandom(plan.seed);
    const [run] = await Promise.all([
      playAll(played, seconds),
      killCollector(house, { kills, random, upMs: UP_MS, downMs: DOWN_MS }),
    ]);
    await settled(house, run);
    return await report(house, run, kills);
  } finally {
    await Promise.all(played.map(({ agent }) => agent.stop()));
  }
}

/** Everything is acknowledged, has recovered where it must, and no page is under way. A run that never settles is judged as it stands. */
async function settled(house: House, run: Run): Promise<void> {
  const wanted = expectedCases(run).length;
  const check = async () => {
    const waiting = run.played.reduce((sum, { agent }) => sum + agent.unacknowledged(), 0);
    const cases = await house.cases();
    const open = cases.filter((one) => one.recoveredAt === null).length;
    const lines = cases.flatMap((one) => one.timeline.map((line) => line.kind));
    const queued = lines.filter((kind) => kind === 'page-queued').length;
    const ended = lines.filter((kind) => kind === 'page-sent' || kind === 'page-failed').length;
    return waiting === 0 && open === 0 && cases.length >= wanted && ended >= queued;
  };
  await eventually(check, { timeoutMs: SETTLE_MS }).catch(() => undefined);
}

async function report(house: House, run: Run, kills: number): Promise<KillReport> {
  const cases = await house.cases();
  const deliveries = house.deliveries();
  const faults = [
    ...checkCases({ expected: expectedCases(run), cases }),
    ...checkPages({ cases, deliveries }),
    ...checkFirings(run, cases),
  ];
  let readings = 0;
  for (const one of run.played) {
    const unheard = one.agent.unacknowledged();
    if (unheard > 0) faults.push(`${one.agent.hostId}: ${unheard} messages are not acknowledged`);
    faults.push(...checkEvents(one, await house.host(one.agent.hostId)));
    const stored = await storedReadings(house, one, run);
    readings += stored.length;
    faults.push(...checkReadings(one, run, stored));
    if (house.victoria !== null)
      faults.push(...checkReadings(one, run, await exportedReadings(house.victoria, one)));
  }
  const events = run.played.reduce((sum, { jobs }) => sum + jobs.size, 0);
  return { kills, cases: cases.length, pages: deliveries.length, readings, events, faults };
}

async function storedReadings(house: House, one: Played, run: Run) {
  const to = run.startedAt + run.seconds * INTERVAL_MS;
  const query = new URLSearchParams({
    series: 'system.load1',
    from: new Date(run.startedAt).toISOString(),
    to: new Date(to).toISOString(),
    points: String(run.seconds + 1),
  });
  const { times, series } = seriesDataSchema.parse(
    await house.collector.api(`/api/v1/hosts/${one.agent.hostId}/series?${query.toString()}`),
  );
  return times.map((time, index) => ({ time: time * 1000, value: series[0]?.values[index] ?? null }));
}

async function exportedReadings(victoria: NonNullable<House['victoria']>, one: Played) {
  const host = one.agent.hostId.split('.')[1] ?? '';
  const exported = await victoria.exported(`{__name__="system_load1",host="${host}"}`);
  return exported.flatMap(({ timestamps, values }) =>
    timestamps.map((time, index) => ({ time, value: values[index] ?? null })),
  );
}
