import type { CaseDetail } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { type Agent, describeWith, startAgent } from '../harness/index.ts';
import { checkCases } from './check-cases.ts';
import { checkPages } from './check-pages.ts';
import type { Expected } from './facts.ts';
import { type Fault, type FaultyMachine, prepareMachine } from './faulty-machine.ts';
import { type Deployment, deployments, type House, RECOVERY_TOLD_SECONDS } from './house.ts';

/** From the breaching reading's arrival to the page at its receiver. */
const PAGE_LIMIT_MS = 1000;
/** The agent's will, then the grace of 20 s, then a tick. */
const OFFLINE_MS = 45_000;

for (const deployment of deployments)
  describeWith(['restic', ...deployment.needs], `real faults: ${deployment.name}`, () => suite(deployment));

function suite(deployment: Deployment): void {
  let house: House;
  let machine: FaultyMachine;
  let agent: Agent;
  let hostId: string;

  beforeAll(async () => {
    house = await deployment.start();
    machine = await prepareMachine();
    const token = await house.collector.newToken();
    agent = await startAgent({
      url: house.collector.url,
      token,
      name: 'erp-server',
      config: machine.config,
    });
    hostId = 'default.erp-server';
    await eventually(watched, { timeoutMs: 30_000 }).catch((error: unknown) => {
      throw new Error(`nothing is watched:\n${logs()}`, { cause: error });
    });
  });
  afterAll(async () => {
    await agent?.stop();
    await machine?.stop();
    await house?.stop();
  });

  const logs = () => `agent:\n${agent.output().slice(-5000)}\ncollector:\n${house.log()}`;

  /** Everything that will break is read, and well. */
  async function watched(): Promise<boolean> {
    const { series, presence } = await house.host(hostId);
    const measured = new Set(series.filter(({ value }) => value !== null).map((one) => one.measurement));
    const wanted = ['procstat_lookup', 'backup', ...(machine.faults.length > 2 ? ['disk'] : [])];
    return presence === 'online' && wanted.every((measurement) => measured.has(measurement));
  }

  const expectedOf = (fault: Fault, undone: boolean): Expected => ({ ...fault, hostId, undone });

  async function caseOf(category: string, is: (one: CaseDetail) => boolean, timeoutMs?: number) {
    return eventually(
      async () => (await house.cases()).find((one) => one.category === category && is(one)),
      timeoutMs === undefined ? {} : { timeoutMs },
    );
  }

  /** That a fault is over is told a little later than it is seen. */
  async function everythingTold(): Promise<void> {
    await eventually(
      async () => checkPages({ cases: await house.cases(), deliveries: house.deliveries() }).length === 0,
      { timeoutMs: 4 * RECOVERY_TOLD_SECONDS * 1000 },
    ).catch(() => undefined);
  }

  function checkAll(expected: Expected[], cases: CaseDetail[]): void {
    expect(checkCases({ expected, cases })).toEqual([]);
    expect(checkPages({ cases, deliveries: house.deliveries() })).toEqual([]);
  }

  /** Milliseconds from the arrival of the reading that opened the case to its page. */
  function pageDelay(one: CaseDetail): number {
    const page = house.deliveries().find(({ caseId, reason }) => caseId === one.id && reason === 'opened');
    return (page?.receivedAt ?? Number.NaN) - Date.parse(one.openedAt);
  }

  it('a sound machine has no case', async () => {
    onTestFailed(() => console.error(logs()));
    expect((await house.cases()).map(({ title }) => title)).toEqual([]);
  });

  it('each fault opens one case of its severity, and its page leaves within a second', {
    timeout: 60_000,
  }, async () => {
    onTestFailed(() => console.error(logs()));
    for (const fault of machine.faults) await fault.cause();
    for (const { category, severity } of machine.faults) {
      const found = await caseOf(
        category,
        (one) => one.severity === severity && one.timeline.some(({ kind }) => kind === 'page-sent'),
        20_000,
      );
      expect(pageDelay(found), found.title).toBeLessThan(PAGE_LIMIT_MS);
    }
    checkAll(
      machine.faults.map((fault) => expectedOf(fault, false)),
      await house.cases(),
    );
  });

  it('the link in the page acknowledges when its button is pressed, and the respond clock stops at that second', async () => {
    onTestFailed(() => console.error(logs()));
    const [request] = house.webhook.received;
    const page = JSON.parse(request?.body ?? '') as { acknowledgeUrl: string; case: { id: number } };
    expect((await fetch(page.acknowledgeUrl)).status).toBe(200);
    const caseNow = async () => (await house.cases()).find(({ id }) => id === page.case.id);
    expect((await caseNow())?.state).toBe('open');

    const before = systemClock.now();
    expect((await fetch(page.acknowledgeUrl, { method: 'POST' })).status).toBe(200);
    const after = systemClock.now();
    const acknowledged = await caseNow();
    expect([acknowledged?.state, acknowledged?.acknowledgedBy]).toEqual(['acknowledged', 'Li Wei']);
    const respond = acknowledged?.clocks.find(({ target }) => target === 'respond');
    expect([respond?.state, respond?.stoppedAt]).toEqual(['met', acknowledged?.acknowledgedAt]);
    const stoppedAt = Date.parse(respond?.stoppedAt ?? '');
    expect(stoppedAt).toBeGreaterThanOrEqual(before);
    expect(stoppedAt).toBeLessThanOrEqual(after);
  });

  it('undoing each fault marks its case recovered', { timeout: 60_000 }, async () => {
    onTestFailed(() => console.error(logs()));
    for (const fault of machine.faults) await fault.undo();
    for (const { category } of machine.faults)
      await caseOf(category, (one) => one.recoveredAt !== null, 30_000);
    await everythingTold();
    checkAll(
      machine.faults.map((fault) => expectedOf(fault, true)),
      await house.cases(),
    );
  });

  it('kill -9 of the agent opens one case, its return marks it recovered', { timeout: 120_000 }, async () => {
    onTestFailed(() => console.error(logs()));
    await agent.kill();
    const offline = await caseOf(
      'network',
      (one) => one.timeline.some(({ kind }) => kind === 'page-sent'),
      OFFLINE_MS,
    );
    expect(pageDelay(offline)).toBeLessThan(PAGE_LIMIT_MS);
    agent.restart();
    await caseOf('network', (one) => one.recoveredAt !== null, 30_000);
    await everythingTold();
    const gone: Expected = {
      hostId,
      category: 'network',
      severity: 'critical',
      rules: ['presence/offline'],
      undone: true,
    };
    checkAll([...machine.faults.map((fault) => expectedOf(fault, true)), gone], await house.cases());
  });
}
