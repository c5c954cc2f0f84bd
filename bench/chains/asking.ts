import { caseDetailSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { pause } from '../../test/scenarios/pause.ts';
import type { ChainHouse } from './house.ts';
import type { Killing } from './killing.ts';

/** What people did. */
export interface Deeds {
  opened: number[];
  acknowledged: Set<number>;
  resolved: Set<number>;
}

/** Longest time between two cases. */
const BETWEEN_MS = 2000;
/** So many cases more than kills at most. */
const AHEAD = 20;
/** Half of the cases are left to their chain; of the others every second one is resolved. */
const ANSWERED = 0.5;
const RESOLVED = 0.5;
/** How long whoever has heard no answer waits before asking again, and for how long. */
const AGAIN_MS = 250;
const ASK_MS = 1_800_000;

/** Opens case after case while there are kills to be made, and answers some of them, each as soon as it is asked to and none waiting for another. Ends when every deed is done. */
export async function openCases(house: ChainHouse, killing: Killing, random: () => number): Promise<Deeds> {
  const deeds: Deeds = { opened: [], acknowledged: new Set(), resolved: new Set() };
  const underWay: Promise<void>[] = [];
  const { left } = killing;
  for (let count = 0; killing.left > 0; ) {
    // Where kills are slow, so are cases.
    if (count < left - killing.left + AHEAD) underWay.push(open(house, deeds, count++));
    const [which, answered, resolved, waitMs] = [random(), random(), random(), random() * BETWEEN_MS];
    const earlier = deeds.opened[Math.floor(which * deeds.opened.length)];
    if (earlier !== undefined && answered < ANSWERED && !deeds.acknowledged.has(earlier))
      underWay.push(answer(house, deeds, { id: earlier, isResolved: resolved < RESOLVED }));
    await pause(waitMs);
  }
  await Promise.all(underWay);
  return deeds;
}

async function open(house: ChainHouse, deeds: Deeds, count: number): Promise<void> {
  const opened = await ask(house, '/api/v1/cases', `open-${count}`, {
    title: `Fault ${count}`,
    severity: 'critical',
    category: 'software',
    customer: 'acme',
  });
  deeds.opened.push(opened);
}

async function answer(
  house: ChainHouse,
  deeds: Deeds,
  { id, isResolved }: { id: number; isResolved: boolean },
): Promise<void> {
  deeds.acknowledged.add(id);
  await ask(house, `/api/v1/cases/${id}/acknowledge`, `answer-${id}`, {});
  if (!isResolved) return;
  deeds.resolved.add(id);
  const outcome = { cause: 'known', solution: 'undone' };
  await ask(house, `/api/v1/cases/${id}/resolve`, `resolve-${id}`, outcome);
}

/** Asks until somebody answers, always under the same key, as whoever has heard no answer does. Gives the case's id. */
async function ask({ collector }: ChainHouse, path: string, key: string, body: object): Promise<number> {
  const headers = {
    authorization: `Bearer ${collector.adminToken()}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  for (const startedAt = systemClock.monotonic(); ; ) {
    const answer = await fetch(`${collector.url}${path}`, request)
      .then(async (response) => ({ isOk: response.ok, text: await response.text() }))
      .catch((error: unknown) => ({ isOk: false, text: String(error) }));
    if (answer.isOk) return caseDetailSchema.parse(JSON.parse(answer.text)).id;
    if (systemClock.monotonic() - startedAt > ASK_MS) throw new Error(`${path}: ${answer.text}`);
    await pause(AGAIN_MS);
  }
}
