import { systemClock } from '@watchcase/runtime';
import { startVictoriaMetrics } from '../../test/harness/index.ts';
import { placeOf, WATCHED_HOST } from './fleet-places.ts';
import { fleetSeries } from './fleet-series.ts';
import { loadSeries } from './load-series.ts';
import { askAll } from './questions.ts';
import { namesOf, type Report, slowOf, timesOf } from './report.ts';

/** Loads a fleet's hours into a VictoriaMetrics and puts every question of every dashboard to it: each must be answered, in two seconds. */
export async function askLoaded(options: { hosts: number; hours: number }): Promise<Report> {
  const database = await startVictoriaMetrics({ memory: null });
  try {
    const to = systemClock.now();
    const startedAt = systemClock.monotonic();
    const loaded = await loadSeries(database.url, fleetSeries(options.hosts), { to, hours: options.hours });
    const loadSeconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
    const from = to - options.hours * 3_600_000;
    const measured = await askAll(database.url, { from, to, ...placeOf(WATCHED_HOST) });
    const empty = namesOf(measured.filter(({ found }) => found === 0));
    return {
      bench: 'queries',
      feed: 'loaded',
      ...options,
      ...loaded,
      loadSeconds,
      ...timesOf(measured),
      faults: [...slowOf(measured), ...empty.map((name) => `${name} is empty`)],
    };
  } finally {
    await database.stop();
  }
}
