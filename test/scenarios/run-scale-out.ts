import { hostDetailSchema, readySchema } from '@watchcase/api';
import { SHARDS } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import type { Collector } from '../harness/index.ts';
import { checkCases } from './check-cases.ts';
import { checkPages } from './check-pages.ts';
import { checkEvents, checkFirings, checkReadings } from './check-run.ts';
import { enrol, readCases } from './house.ts';
import { pause } from './pause.ts';
import { expectedCases, gather, playAll, type Played, type Run } from './play.ts';
import { playsFor } from './played-hosts.ts';
import type { SharedHouse } from './shared-house.ts';

/** What a run over two collectors came to. */
export interface ScaleOutReport {
  /** How long shards took to move after `kill -9`, after a start, after a stop, and after going on, milliseconds. */
  movedMs: number[];
  /** How long it took until a synthetic alert had arrived after each of these, at one of them and at no other, milliseconds. */
  watchedMs: number[];
  cases: number;
  pages: number;
  readings: number;
  /** Everything that is not as it would be with one undisturbed collector; empty when all is well. */
  faults: string[];
}

const SECONDS = 100;
const CUSTOMERS = 6;
const BETWEEN_MS = 10_000;
const MOST_MOVE_MS = 10_000;
/** A lease that has to end, two seconds to the next alert, and what a busy machine adds. */
const MOST_WATCH_MS = 30_000;
const SETTLE_MS = 90_000;

/** Plays hosts with faults over two collectors, of which one is killed, started again, stopped, and made to go on, and checks what is left against what was played. */
export async function runScaleOut(house: SharedHouse): Promise<ScaleOutReport> {
  const watch = { every: '2s' };
  const [first, second] = [await house.add({ watch }), await house.add({ watch })];
  await movedTo(house, [SHARDS / 2, SHARDS / 2]);
  let joined = 0;
  const played = await gather(
    {
      // Each asks the collector that may not be its own.
      enrol: (name) => enrol(joined++ % 2 === 0 ? first : second, name, `customer-${joined % CUSTOMERS}`),
    },
    playsFor(SECONDS),
  );
  try {
    const [run, moves] = await Promise.all([playAll(played, SECONDS), disturb()]);
    await settled(run);
    return { ...moves, ...(await report(run)) };
  } finally {
    await Promise.all(played.map(({ agent }) => agent.stop()));
  }

  async function disturb(): Promise<Pick<ScaleOutReport, 'movedMs' | 'watchedMs'>> {
    const movedMs: number[] = [];
    const watchedMs: number[] = [];
    const both = [first, second];
    const steps: [() => unknown, number[], Collector[]][] = [
      [() => first.kill(), [SHARDS], [second]],
      [() => first.restart(), [SHARDS / 2, SHARDS / 2], both],
      [() => process.kill(first.pid(), 'SIGSTOP'), [SHARDS], [second]],
      [() => process.kill(first.pid(), 'SIGCONT'), [SHARDS / 2, SHARDS / 2], both],
    ];
    for (const [act, shares, alive] of steps) {
      await pause(BETWEEN_MS);
      const since = systemClock.now();
      await act();
      movedMs.push(await movedTo(house, shares));
      watchedMs.push(await watchedBy(alive, since));
    }
    return { movedMs, watchedMs };
  }

  /** Everything is acknowledged, has recovered where it must, no page is under way. A run that never settles is judged as it stands. */
  async function settled(run: Run): Promise<void> {
    const wanted = expectedCases(run).length;
    const check = async () => {
      const waiting = run.played.reduce((sum, { agent }) => sum + agent.unacknowledged(), 0);
      const cases = await readCases(second);
      const lines = cases.flatMap((one) => one.timeline.map((line) => line.kind));
      const queued = lines.filter((kind) => kind === 'page-queued').length;
      const ended = lines.filter((kind) => kind === 'page-sent' || kind === 'page-failed').length;
      const open = cases.filter((one) => one.recoveredAt === null).length;
      return waiting === 0 && open === 0 && cases.length >= wanted && ended >= queued;
    };
    await eventually(check, { timeoutMs: SETTLE_MS }).catch(() => undefined);
  }

  async function report(run: Run): Promise<Omit<ScaleOutReport, 'movedMs' | 'watchedMs'>> {
    const cases = await readCases(second);
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
      const host = hostDetailSchema.parse(await second.api(`/api/v1/hosts/${one.agent.hostId}`));
      faults.push(...checkEvents(one, host));
      const stored = await exportedReadings(one);
      readings += stored.length;
      faults.push(...checkReadings(one, run, stored));
    }
    return { cases: cases.length, pages: deliveries.length, readings, faults };
  }

  async function exportedReadings(one: Played) {
    const host = one.agent.hostId.split('.')[1] ?? '';
    const exported = await house.victoria.exported(`{__name__="system_load1",host="${host}"}`);
    return exported.flatMap(({ timestamps, values }) =>
      timestamps.map((time, index) => ({ time, value: values[index] ?? null })),
    );
  }
}

/** Waits until a synthetic alert sent after `since` has arrived at one of these, and the others send none; gives how long that took since then, milliseconds. */
async function watchedBy(alive: readonly Collector[], since: number): Promise<number> {
  return eventually(
    async () => {
      const views = await Promise.all(alive.map(watchOf));
      const [sending, ...others] = views.filter(({ syntheticAlert }) => syntheticAlert !== null);
      const at = Date.parse(sending?.syntheticAlert?.arrivedAt ?? '');
      return others.length === 0 && at > since ? at - since : undefined;
    },
    { timeoutMs: MOST_WATCH_MS },
  );
}

async function watchOf({ url }: Collector) {
  const response = await fetch(`${url}/readyz`);
  return readySchema.parse(await response.json()).watch;
}

/** Waits until shards are shared like this; gives how long that took. */
export async function movedTo(house: SharedHouse, shares: readonly number[]): Promise<number> {
  const began = systemClock.monotonic();
  await eventually(async () => (await house.shares()).join() === shares.join(), { timeoutMs: MOST_MOVE_MS });
  return Math.round(systemClock.monotonic() - began);
}
