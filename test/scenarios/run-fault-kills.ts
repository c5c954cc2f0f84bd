import type { CaseDetail } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { type Agent, startAgent } from '../harness/index.ts';
import { checkCases } from './check-cases.ts';
import { checkJobs } from './check-jobs.ts';
import { checkPages } from './check-pages.ts';
import type { Expected } from './facts.ts';
import { type Fault, type FaultyMachine, prepareMachine } from './faulty-machine.ts';
import type { House } from './house.ts';
import { killCollector } from './kill-collector.ts';
import { pause } from './pause.ts';
import { seededRandom } from '../harness/seeded-random.ts';

/** What a run of real faults under kills came to. */
export interface FaultKillReport {
  kills: number;
  agentKills: number;
  /** Times a fault was caused and undone. */
  faultsCaused: number;
  cases: number;
  pages: number;
  backupRuns: number;
  /** Everything that is not as it would be without kills; empty when all is well. */
  faults: string[];
}

interface Stage {
  house: House;
  machine: FaultyMachine;
  agent: Agent;
  random(): number;
  /** True once the last kill is over. */
  over(): boolean;
  caused: number;
  /** What each backup run printed. */
  jobs: Map<string, string>;
}

const NAME = 'erp-server';
const HOST_ID = `default.${NAME}`;
const UP_MS = 6000;
const DOWN_MS = 2000;
const AGENT_UP_MS = 9000;
const AGENT_START_MS = 2000;
const STEP_MS = 300_000;
const PATIENCE = { timeoutMs: STEP_MS };

/**
 * Causes and undoes this machine's faults over and over while the collector is killed `kills` times, the agent every few seconds, and backups are run beside it; then kills
 * the agent for good until it counts as offline, lets it return, and checks what is left.
 */
export async function runFaultKills(
  house: House,
  plan: { kills: number; seed: number },
): Promise<FaultKillReport> {
  const machine = await prepareMachine();
  const token = await house.collector.newToken();
  const agent = await startAgent({ url: house.collector.url, token, name: NAME, config: machine.config });
  const random = seededRandom(plan.seed);
  let over = false;
  const stage: Stage = { house, machine, agent, random, over: () => over, caused: 0, jobs: new Map() };
  try {
    await eventually(async () => (await house.host(HOST_ID)).presence === 'online', PATIENCE);
    const kills = killCollector(house, { kills: plan.kills, random, upMs: UP_MS, downMs: DOWN_MS });
    const ended = kills.then(() => (over = true));
    const [agentKills] = await Promise.all([
      killAgent(stage),
      runBackups(stage),
      ...machine.faults.map((fault) => repeatFault(stage, fault)),
      ended,
    ]);
    await loseAgent(stage);
    await settled(stage);
    return await report(stage, { kills: plan.kills, agentKills });
  } catch (error) {
    throw new Error(`agent:\n${agent.output().slice(-5000)}`, { cause: error });
  } finally {
    await agent.stop();
    await machine.stop();
  }
}

/** Back at once, so that the host never counts as offline; every other time it dies once more before it is heard. Gives how often. */
async function killAgent(stage: Stage): Promise<number> {
  const { agent, random, over } = stage;
  for (let kills = 0; ; kills++) {
    await pause(AGENT_UP_MS * random());
    if (over()) return kills;
    await agent.kill();
    agent.restart();
    if (random() < 0.5) {
      await pause(AGENT_START_MS * random());
      await agent.kill();
      agent.restart();
      kills++;
    }
    await heardAgain(stage);
  }
}

async function heardAgain({ house }: Stage): Promise<void> {
  const since = systemClock.now();
  await eventually(async () => Date.parse((await house.host(HOST_ID)).lastHeard ?? '') > since, PATIENCE);
}

/** Runs one backup after another, as cron would, whoever is alive at that moment. */
async function runBackups({ agent, jobs, over }: Stage): Promise<void> {
  for (let count = 0; !over(); count++) {
    const job = `job-${count}`;
    const printed = `backup ${count} is made`;
    const { code, output } = await agent.command([
      'backup',
      'run',
      '--job',
      job,
      '--report-stdout',
      '--',
      'echo',
      printed,
    ]);
    if (code !== 0 || !output.includes(printed))
      throw new Error(`a backup run ended with ${code}:\n${output}`);
    jobs.set(job, printed);
    await pause(1500);
  }
}

/** Cause, wait for the case, undo, wait for its recovery, resolve it; the next time it must be opened again. */
async function repeatFault(stage: Stage, fault: Fault): Promise<void> {
  const { house, random, over } = stage;
  for (let round = 0; round === 0 || !over(); round++) {
    await pause(random() * UP_MS);
    const before = round === 0 ? undefined : await caseOf(house, fault.category, () => true);
    await fault.cause();
    stage.caused++;
    const begun = (one: CaseDetail) =>
      one.state === 'open' && one.timeline.length > (before?.timeline.length ?? 0);
    await caseOf(house, fault.category, begun);
    await pause(random() * UP_MS);
    await fault.undo();
    // Whoever resolves was told of it first: a page that has not gone out by then is withdrawn, as it should be.
    const told = (one: CaseDetail) => countOf(one, 'page-sent', 'page-failed') >= countOf(one, 'page-queued');
    const quiet = await caseOf(house, fault.category, (one) => one.recoveredAt !== null && told(one));
    await resolve(house, quiet);
  }
}

function countOf({ timeline }: CaseDetail, ...kinds: CaseDetail['timeline'][number]['kind'][]): number {
  return timeline.filter((event) => kinds.includes(event.kind)).length;
}

async function caseOf(house: House, category: string, is: (one: CaseDetail) => boolean): Promise<CaseDetail> {
  return eventually(
    async () => (await house.cases()).find((one) => one.category === category && is(one)),
    PATIENCE,
  ).catch((error: unknown) => {
    throw new Error(`the ${category} case did not come to its next step`, { cause: error });
  });
}

/** Tried until it is known to be done: the collector may die before its answer. */
async function resolve({ collector }: House, { id }: CaseDetail): Promise<void> {
  const path = `/api/v1/cases/${id}/resolve`;
  await eventually(async () => {
    try {
      await collector.api(path, { method: 'POST', body: {} });
    } catch (error) {
      if (!(error as Error).message.includes('CASE_ALREADY_RESOLVED')) throw error;
    }
    return true;
  }, PATIENCE);
}

/** Dead until its case is open, or open again. */
async function loseAgent({ house, agent }: Stage): Promise<void> {
  const before = (await house.cases()).find(({ category }) => category === 'network');
  await agent.kill();
  await caseOf(house, 'network', (one) => one.timeline.length > (before?.timeline.length ?? 0));
  agent.restart();
  await caseOf(house, 'network', (one) => one.recoveredAt !== null);
}

/** No page is under way and every backup run is known. A run that never settles is judged as it stands. */
async function settled({ house, jobs }: Stage): Promise<void> {
  const check = async () => {
    const lines = (await house.cases()).flatMap((one) => one.timeline.map((line) => line.kind));
    const count = (...kinds: string[]) => lines.filter((kind) => kinds.includes(kind)).length;
    const { backups } = await house.host(HOST_ID);
    const ended = count('page-sent', 'page-failed') >= count('page-queued');
    return ended && [...jobs.keys()].every((job) => backups.some((one) => one.job === job));
  };
  await eventually(check, { timeoutMs: 90_000 }).catch(() => undefined);
}

async function report(stage: Stage, counts: { kills: number; agentKills: number }): Promise<FaultKillReport> {
  const { house, machine, jobs } = stage;
  const cases = await house.cases();
  const deliveries = house.deliveries();
  const gone = { category: 'network', severity: 'critical', rules: ['presence/offline'] };
  const expected: Expected[] = [...machine.faults, gone].map((one) => ({
    ...one,
    hostId: HOST_ID,
    undone: true,
  }));
  return {
    ...counts,
    faultsCaused: stage.caused,
    cases: cases.length,
    pages: deliveries.length,
    backupRuns: jobs.size,
    faults: [
      ...checkCases({ expected, cases }),
      ...checkPages({ cases, deliveries }),
      ...checkJobs(jobs, await house.host(HOST_ID)),
    ],
  };
}
