import { caseDetailSchema } from '@watchcase/api';
import { eventually } from '@watchcase/testkit';
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
/** Half of the cases are left to their chain; of the others every second one is resolved. */
const ANSWERED = 0.5;
const RESOLVED = 0.5;
/** Most time until a collector that is killed again and again has answered. */
const ASK_MS = 300_000;

/** Opens case after case while there are kills to be made, and answers some of them, each as soon as it is asked to and none waiting for another. Ends when every deed is done. */
export async function openCases(house: ChainHouse, killing: Killing, random: () => number): Promise<Deeds> {
  const deeds: Deeds = { opened: [], acknowledged: new Set(), resolved: new Set() };
  const underWay: Promise<void>[] = [];
  for (let count = 0; killing.left > 0; count++) {
    underWay.push(open(house, deeds, count));
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
  const { id } = await eventually(
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
  return id;
}
