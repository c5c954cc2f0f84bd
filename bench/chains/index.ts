import { type CaseDetail, caseDetailSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { seededRandom } from '../../test/harness/seeded-random.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { ASKED, checkChains, DELAY_MS } from './check-chains.ts';
import { type ChainHouse, startChainHouse } from './house.ts';

/** What a run came to; `faults` is empty when no page is lost, none came twice within its window, and no case is stuck. */
export interface ChainReport {
  rounds: number;
  kills: Record<Part, number>;
  cases: number;
  acknowledged: number;
  pages: number;
  faults: string[];
}

/** What is killed. */
type Part = 'collector' | 'postgres' | 'farSide';

interface Round {
  house: ChainHouse;
  /** In [0, 1), seeded. */
  random(): number;
  acknowledged: Set<number>;
  opened: number[];
  kills: Record<Part, number>;
}

/** Longest time between two kills, and longest time something is left dead. */
const UP_MS = 1200;
const DOWN_MS = 600;
/** Every fourth kill or so of a collector hits one that has not finished starting. */
const IN_START = 0.25;
const START_MS = 1500;
/** Half of the cases are left to their chain. */
const ANSWERED = 0.5;
const ASK_MS = 60_000;
/** A page whose sender was killed waits for its window, then for its retry: five minutes at most. */
const SETTLE_MS = 420_000;
const MOST_FAULTS = 40;

/** Opens a case in each round, answers some of them, and kills the collector, PostgreSQL or the far side of the channel, all at moments that `seed` decides. */
export async function runChains(plan: {
  rounds: number;
  seed: number;
  isPostgres: boolean;
}): Promise<ChainReport> {
  const house = await startChainHouse(plan.isPostgres);
  try {
    const kills = { collector: 0, postgres: 0, farSide: 0 };
    const round: Round = {
      house,
      random: seededRandom(plan.seed),
      acknowledged: new Set(),
      opened: [],
      kills,
    };
    for (let count = 0; count < plan.rounds; count++) await playRound(round, count);
    await settled(round);
    const cases = await house.cases();
    const arrivals = house.far.arrivals();
    const faults = checkChains(cases, arrivals, round.acknowledged);
    if (cases.length !== plan.rounds)
      faults.push(`${cases.length} cases were opened in ${plan.rounds} rounds`);
    return {
      rounds: plan.rounds,
      kills,
      cases: cases.length,
      acknowledged: round.acknowledged.size,
      pages: arrivals.length,
      faults: faults.slice(0, MOST_FAULTS),
    };
  } finally {
    await house.stop();
  }
}

async function playRound(round: Round, count: number): Promise<void> {
  const { house, random } = round;
  // Whoever asks a collector that is dead asks again under the same key.
  const asked = ask(round, '/api/v1/cases', `open-${count}`, {
    title: `Round ${count}`,
    severity: 'critical',
    category: 'software',
    customer: 'acme',
  }).then(({ id }) => void round.opened.push(id));
  const earlier = round.opened[Math.floor(random() * round.opened.length)];
  const isAnswer = random() < ANSWERED && earlier !== undefined && !round.acknowledged.has(earlier);
  const [beforeMs, downMs, what, inStart, startMs] = [random(), random(), random(), random(), random()];
  const answered = isAnswer ? answer(round, earlier, `answer-${count}`) : Promise.resolve();
  await pause(beforeMs * UP_MS);
  const part = partOf(what, house);
  round.kills[part]++;
  if (part === 'farSide') await killAndRestart(house.far, downMs * DOWN_MS);
  else if (part === 'postgres' && house.postgres !== undefined)
    await killAndRestart(house.postgres, downMs * DOWN_MS);
  else {
    await house.collector.kill();
    await pause(downMs * DOWN_MS);
    if (inStart < IN_START) {
      round.kills.collector++;
      await house.collector.startAndKill(startMs * START_MS);
    }
    await house.collector.restart();
  }
  await asked;
  await answered;
}

function partOf(what: number, { postgres }: ChainHouse): Part {
  if (what < 0.4) return 'farSide';
  return what < 0.7 && postgres !== undefined ? 'postgres' : 'collector';
}

async function killAndRestart(
  one: { kill(): Promise<void>; restart(): Promise<void> },
  downMs: number,
): Promise<void> {
  await one.kill();
  await pause(downMs);
  await one.restart();
}

async function answer(round: Round, id: number, key: string): Promise<void> {
  round.acknowledged.add(id);
  await ask(round, `/api/v1/cases/${id}/acknowledge`, key, {});
}

/** Asks until somebody answers, always under the same key. */
async function ask({ house }: Round, path: string, key: string, body: object): Promise<CaseDetail> {
  const { collector } = house;
  return eventually(
    async () => {
      const response = await fetch(`${collector.url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${collector.adminToken()}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
      });
      return response.ok ? caseDetailSchema.parse(await response.json()) : undefined;
    },
    { timeoutMs: ASK_MS },
  );
}

/** Every chain has come to its end, and every page has one. A run that never settles is judged as it stands. */
async function settled({ house, acknowledged }: Round): Promise<void> {
  await pause(ASKED.length * DELAY_MS);
  const startedAt = systemClock.monotonic();
  for (;;) {
    const cases = await house.cases();
    const isOver = ({ id, timeline }: CaseDetail) => {
      const count = (...kinds: string[]) => timeline.filter(({ kind }) => kinds.includes(kind)).length;
      const asked = timeline.filter(({ data }) => typeof data['names'] === 'string').length;
      return (
        count('page-sent', 'page-failed') >= count('page-queued') &&
        (acknowledged.has(id) || asked >= ASKED.length)
      );
    };
    if (cases.every(isOver) || systemClock.monotonic() - startedAt > SETTLE_MS) return;
    await pause(3000);
  }
}
