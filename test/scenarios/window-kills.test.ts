import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { describeEachStore } from '../harness/stores.ts';
import { NOW } from '../harness/flow-house.ts';
import { type Death, playUnderKills } from './run-window-kills.ts';
import { messagesOf } from './sampled-host.ts';
import { seededRandom } from '../harness/seeded-random.ts';

/** Hosts in the short form; `WINDOW_KILLS=200` plays so many. */
const HOSTS = Number(process.env['WINDOW_KILLS'] ?? 2);
const MINUTES = 30;
const DEATHS = 6;
const SEED = 20_260_302;

/** What was not committed when it died is not yet late when it is back: quiet readings wait 45 s at most. */
const LONGEST_AWAY_MS = 60_000;

function deathsOf(random: () => number): Death[] {
  const step = (MINUTES * 60_000) / (DEATHS + 1);
  return Array.from({ length: DEATHS }, (_, i) => ({
    at: NOW + Math.round((i + 0.5 + random() * 0.5) * step),
    awayMs: Math.round(random() * LONGEST_AWAY_MS),
    kind: (['hard', 'commit', 'orderly'] as const)[Math.floor(random() * 3)] ?? 'hard',
  }));
}

describeEachStore('windows under kills', (newDatabase) => {
  let lines = 0;
  it.each(Array.from({ length: HOSTS }, (_, i) => SEED + i))(
    'the same samples give the same alerts, whenever the collector dies (seed %i)',
    async (seedNumber) => {
      const random = seededRandom(seedNumber);
      const messages = messagesOf(random, MINUTES);
      const deaths = deathsOf(random);
      const play = async (kills: readonly Death[], machines?: { machines: number }) => {
        using folder = temporaryFolder();
        const store = await (await newDatabase()).open();
        return await playUnderKills({ store, folder: folder.path, ...machines }, messages, kills);
      };
      const undisturbed = await play([]);
      lines += undisturbed.length;
      expect(await play(deaths)).toEqual(undisturbed);
      expect(await play(deaths, { machines: 2 })).toEqual(undisturbed);
    },
    180_000,
  );

  it('much happens in these stories', () => {
    expect(lines).toBeGreaterThan(HOSTS * 20);
  });
});
