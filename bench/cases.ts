import { repositoryRoot } from '../test/house/tree.ts';
import { type CaseCost, type CaseCourse, measureCases } from './cases/index.ts';

const full: Omit<CaseCourse, 'store'> = {
  hosts: 400,
  intervalMs: 10_000,
  breachEveryMs: 250,
  connectSeconds: 10,
  warmSeconds: 40,
  measureSeconds: 60,
  settleSeconds: 25,
  quietSeconds: 30,
};
const quick: Omit<CaseCourse, 'store'> = {
  ...full,
  hosts: 200,
  warmSeconds: 25,
  measureSeconds: 25,
  quietSeconds: 15,
};

/** What a case costs the collector, from its opening to the end that is told, beside the builds in `against` at the same time. One line of JSON for each database. */
export async function runCases(options: {
  quick: boolean;
  against: string | undefined;
  deployment: string | undefined;
}): Promise<boolean> {
  const stores = { embedded: ['sqlite'], services: ['postgres'] } as const;
  const others = options.against?.split(',') ?? [];
  let sound = true;
  for (const store of stores[options.deployment as keyof typeof stores] ??
    (['sqlite', 'postgres'] as const)) {
    const course = { store, ...(options.quick ? quick : full) };
    const [now, ...before] = await measureCases([repositoryRoot, ...others], course);
    if (now === undefined) throw new Error('nothing was measured');
    const faults = [now, ...before].flatMap(({ casesWithoutPage, pagesBehind }) => [
      ...(casesWithoutPage > 0 ? [`${casesWithoutPage} cases without a page`] : []),
      ...(pagesBehind > 0.1 ? ['pages came late: the machine is too busy for these figures'] : []),
    ]);
    const ratios = before.map((one) => ratioOf(now, one));
    process.stdout.write(`${JSON.stringify({ bench: 'cases', ...course, now, before, ratios, faults })}\n`);
    sound &&= faults.length === 0;
  }
  return sound;
}

function ratioOf(now: CaseCost, before: CaseCost) {
  const share = (of: 'msPerCase' | 'usPerQuietReading') => Math.round((now[of] / before[of]) * 1000) / 1000;
  return { perCase: share('msPerCase'), perQuietReading: share('usPerQuietReading') };
}
