import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { expectedFiring } from './expected-firing.ts';
import type { Expected } from './facts.ts';
import type { House } from './house.ts';
import { pause } from './pause.ts';
import {
  expectedOf,
  INTERVAL_MS,
  judgedSamples,
  type Play,
  playedLayout,
  playedRules,
  valuesAt,
} from './played-hosts.ts';
import { type RawAgent, startRawAgent } from './raw-agent.ts';

/** One host of a run and what must be known of it afterwards. */
export interface Played {
  play: Play;
  agent: RawAgent;
  /** Jobs whose end was told, with the time told and the exit code. */
  jobs: Map<string, { time: number; exitCode: number }>;
}

/** A run of played hosts over a house. */
export interface Run {
  played: Played[];
  startedAt: number;
  seconds: number;
}

const TELL_EVERY = 5;

/** Enrols a host per play and connects all of them. */
export async function gather(house: Pick<House, 'enrol'>, plays: readonly Play[]): Promise<Played[]> {
  const played: Played[] = [];
  for (const play of plays) {
    const { credential, mqttUrl } = await house.enrol(play.name);
    played.push({ play, agent: startRawAgent(credential, mqttUrl, playedLayout), jobs: new Map() });
  }
  await eventually(() => played.every(({ agent }) => agent.client.connected), { timeoutMs: 30_000 });
  return played;
}

/** Plays `seconds` seconds in real time: each host reads once a second and tells of a backup every fifth. */
export async function playAll(played: Played[], seconds: number): Promise<Run> {
  // On a whole second, so that the API's buckets of one second hold exactly one sample each.
  const startedAt = Math.floor(systemClock.now() / INTERVAL_MS) * INTERVAL_MS;
  const began = systemClock.monotonic();
  for (let second = 0; second < seconds; second++) {
    await pause(began + second * INTERVAL_MS - systemClock.monotonic());
    const time = startedAt + second * INTERVAL_MS;
    for (const one of played) beat(one, second, time);
  }
  return { played, startedAt, seconds };
}

function beat({ play, agent, jobs }: Played, second: number, time: number): void {
  const values = valuesAt(play, second);
  if (values === undefined) return;
  agent.read(time, values);
  if (second % TELL_EVERY !== 0) return;
  const job = `job-${second}`;
  jobs.set(job, { time, exitCode: second });
  const data = { job, run: job, ok: second === 0, exitCode: second };
  agent.tell({
    kind: 'backup-end',
    time,
    data: { ...data, durationSeconds: 1, sizeBytes: null, output: `second ${second}` },
  });
}

/** When each rule must have fired on each host, null for never; worked out from the samples alone. */
export function firingsOf(
  run: Run,
): { one: Played; rule: (typeof playedRules)[number]; at: number | null }[] {
  return run.played.flatMap((one) =>
    playedRules.map((rule) => ({
      one,
      rule,
      at: expectedFiring(judgedSamples(one.play, rule, run), { forMs: rule.forMs, intervalMs: INTERVAL_MS }),
    })),
  );
}

/** The cases that must come of a run. */
export function expectedCases(run: Run): Expected[] {
  const firings = firingsOf(run);
  return run.played.flatMap((one) =>
    expectedOf(one.play, one.agent.hostId, (rule) =>
      firings.some((firing) => firing.one === one && firing.rule === rule && firing.at !== null),
    ),
  );
}
