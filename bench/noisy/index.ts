import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseListSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { repositoryRoot } from '../../test/house/tree.ts';
import type { Deployment, House } from '../../test/scenarios/house.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { type Spread, spreadOf } from '../fleet/spread.ts';
import { usageOf } from '../fleet/usage.ts';
import { disksLayout, disksValues, partsLayout, partsPack, partsValues, quietLayout } from './crowd.ts';
import { connectPlainHost, type PlainHost } from './plain-host.ts';

/** How long the answers of others took meanwhile, and what it cost. */
interface Phase {
  others: Spread;
  cpuSeconds: number;
}

/** What a run found. */
export interface NoisyReport {
  calm: Phase;
  flapping: Phase;
  manyCases: Phase;
  /** Bytes of the largest case as the API tells it; cases and pages there are. */
  caseBytes: number;
  cases: number;
  pages: number;
  /** Milliseconds until the noisy host's own last reading was answered. */
  noisyAnsweredMs: number;
}

const OTHERS = 20;
const TELL_EVERY_MS = 250;
const FLAP_EVERY_MS = 5000;
const FULL = 97;
const FINE = 40;
const PATIENCE_MS = 120_000;

/** Runs one noisy host beside others over a deployment; `root` is the build that is measured. */
export async function runNoisyOnce(
  deployment: Deployment,
  root: string,
  flaps: number,
): Promise<NoisyReport> {
  using folder = temporaryFolder();
  const house = await deployment.start({
    root,
    config: { log: { level: 'warn' }, rules: { folder: packs(folder.path) } },
  });
  const hosts: PlainHost[] = [];
  try {
    const connect = async (name: string, ...layouts: (typeof quietLayout)[]) => {
      const { credential, mqttUrl } = await house.enrol(name);
      return connectPlainHost(credential, mqttUrl, layouts);
    };
    for (let number = 0; number < OTHERS; number++) hosts.push(await connect(`other-${number}`, quietLayout));
    const noisy = await connect('noisy', disksLayout, partsLayout);
    const others = [...hosts];
    hosts.push(noisy);
    for (const host of others) host.read(quietLayout, [FINE]);
    noisy.read(disksLayout, disksValues(FINE));
    noisy.read(partsLayout, partsValues(false));
    await pause(3000);
    const during = phaseOver(house, others);
    const calm = await during(() => pause(5000));
    const flapping = await during(async () => {
      for (let flap = 0; flap < flaps; flap++) {
        noisy.read(disksLayout, disksValues(flap % 2 === 0 ? FULL : FINE));
        await pause(FLAP_EVERY_MS);
      }
    });
    let noisyAnsweredMs = 0;
    const manyCases = await during(async () => {
      const at = systemClock.monotonic();
      noisy.read(disksLayout, disksValues(FULL));
      const seq = noisy.read(partsLayout, partsValues(true));
      await until(() => noisy.answered() >= seq);
      noisyAnsweredMs = Math.round(systemClock.monotonic() - at);
      await pause(5000);
    });
    const { items } = caseListSchema.parse(await house.collector.api('/api/v1/cases?view=all&limit=500'));
    let caseBytes = 0;
    for (const { id } of items)
      caseBytes = Math.max(
        caseBytes,
        JSON.stringify(await house.collector.api(`/api/v1/cases/${id}`)).length,
      );
    return {
      calm,
      flapping,
      manyCases,
      caseBytes,
      cases: items.length,
      pages: house.webhook.received.length,
      noisyAnsweredMs,
    };
  } finally {
    for (const host of hosts) await host.stop();
    await house.stop();
  }
}

function packs(folder: string): string {
  const target = join(folder, 'rules');
  mkdirSync(target);
  const source = join(repositoryRoot, 'rules');
  for (const file of readdirSync(source).filter((name) => name === 'disk.yaml' || name === 'presence.yaml'))
    copyFileSync(join(source, file), join(target, file));
  writeFileSync(join(target, 'parts.yaml'), partsPack);
  return target;
}

/** Lets every other host speak all the time while `work` goes on, until all of it is answered. */
function phaseOver(house: House, others: readonly PlainHost[]) {
  return async (work: () => Promise<void>): Promise<Phase> => {
    let done = false;
    for (const host of others) host.delays();
    const before = usageOf(house.collector.pid()).cpuSeconds;
    const speaking = (async () => {
      for (let turn = 0; !done; turn++) {
        others[turn % others.length]?.tell();
        await pause(TELL_EVERY_MS / others.length);
      }
    })();
    await work();
    done = true;
    await speaking;
    await until(() => others.every((host) => host.waited() === 0));
    const cpuSeconds = Math.round((usageOf(house.collector.pid()).cpuSeconds - before) * 100) / 100;
    const spread = spreadOf(others.flatMap((host) => host.delays()));
    return {
      others: { count: spread.count, p50: whole(spread.p50), p99: whole(spread.p99), max: whole(spread.max) },
      cpuSeconds,
    };
  };
}

function whole(figure: number | null): number | null {
  return figure === null ? null : Math.round(figure);
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = systemClock.monotonic() + PATIENCE_MS;
  while (!condition() && systemClock.monotonic() < deadline) await pause(50);
}
