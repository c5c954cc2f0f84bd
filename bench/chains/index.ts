import type { CaseDetail } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { seededRandom } from '../../test/harness/seeded-random.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { type Deeds, openCases } from './asking.ts';
import { ASKED, checkChains } from './check-chains.ts';
import type { Arrival } from './far-side.ts';
import { type ChainHouse, startChainHouse } from './house.ts';
import { type Killing, killParts } from './killing.ts';

/** What a run came to; `faults` is empty when no page is lost, none came twice within its window, and no case is stuck. */
export interface ChainReport {
  kills: Killing['made'];
  cases: number;
  acknowledged: number;
  resolved: number;
  /** That arrived at the far side, those that came again after their window too. */
  pages: number;
  faults: string[];
}

/** A page whose sender was killed waits for its window, then for its retry: five minutes at most. */
const SETTLE_MS = 420_000;
const LOOK_MS = 3000;
const MOST_FAULTS = 40;

/** Opens cases one after the other, answers some of them, and kills collector, PostgreSQL and the far side of the channel meanwhile, all at moments that `seed` decides. */
export async function runChains(plan: {
  kills: number;
  seed: number;
  isPostgres: boolean;
}): Promise<ChainReport> {
  const house = await startChainHouse(plan.isPostgres);
  try {
    const killing: Killing = { left: plan.kills, made: { collector: 0, postgres: 0, farSide: 0 } };
    const streams = { collector: 1, postgres: 2, farSide: 3, people: 4 };
    const randomOf = (stream: keyof typeof streams) => seededRandom(plan.seed * 10 + streams[stream]);
    const [deeds] = await Promise.all([
      openCases(house, killing, randomOf('people')),
      killParts(house, killing, randomOf),
    ]);
    await settled(house, deeds);
    const cases = await house.cases();
    const arrivals = house.far.arrivals();
    const faults = checkChains(cases, arrivals, deeds);
    tellOf(faults[0], cases, arrivals);
    return {
      kills: killing.made,
      cases: cases.length,
      acknowledged: deeds.acknowledged.size,
      resolved: deeds.resolved.size,
      pages: arrivals.length,
      faults: faults.slice(0, MOST_FAULTS),
    };
  } finally {
    await house.stop();
  }
}

/** Every chain has come to its end, and every page has one. A run that never settles is judged as it stands. */
async function settled(house: ChainHouse, { opened, acknowledged }: Deeds): Promise<void> {
  const startedAt = systemClock.monotonic();
  for (const id of opened)
    while (!isOver(await house.caseOf(id), acknowledged)) {
      if (systemClock.monotonic() - startedAt > SETTLE_MS) return;
      await pause(LOOK_MS);
    }
}

function isOver({ id, timeline }: CaseDetail, acknowledged: ReadonlySet<number>): boolean {
  const count = (...kinds: string[]) => timeline.filter(({ kind }) => kinds.includes(kind)).length;
  const asked = timeline.filter(({ data }) => typeof data['names'] === 'string').length;
  return (
    count('page-sent', 'page-failed') >= count('page-queued') &&
    (acknowledged.has(id) || asked >= ASKED.length)
  );
}

/** What there is to see of the first case with a fault, on standard error. */
function tellOf(fault: string | undefined, cases: readonly CaseDetail[], arrivals: readonly Arrival[]): void {
  const found = cases.find(({ number }) => fault?.startsWith(`${number}: `) === true);
  if (found === undefined) return;
  const own = arrivals.filter(({ caseId }) => caseId === found.id);
  process.stderr.write(`${JSON.stringify({ fault, timeline: found.timeline, arrivals: own })}\n`);
}
