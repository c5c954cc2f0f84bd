import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseListSchema, createdEnrolmentSchema, hostDetailSchema } from '@watchcase/api';
import { type App, startApp } from '@watchcase/collector';
import { configSchema } from '@watchcase/collector/config.ts';
import { openDataFolder } from '@watchcase/collector/startup/index.ts';
import { enrolReplySchema } from '@watchcase/protocol';
import { type Clock, createLog, systemClock } from '@watchcase/runtime';
import { createCertificateAuthority, eventually, temporaryFolder } from '@watchcase/testkit';
import mqtt from 'mqtt';
import { startAgent } from '../harness/agent.ts';
import { startWebhook, type Webhook } from '../harness/webhook.ts';
import type { Credential } from '../scenarios/raw-agent.ts';
import { startPlayedHosts } from './played-hosts.ts';

/** A collector with everything wrong that a dashboard has a panel for, and a real agent beside the played ones. */
export interface ProofHouse {
  /** When its oldest reading was taken, by its own clock, Unix milliseconds. */
  since: number;
  /** Its hosts read so often that all of it is on its way to the database. */
  readOn(): Promise<void>;
  stop(): Promise<void>;
}

/** What the real agent's host is called. */
export const REAL_HOST = 'db1';
/** Cases open this long ago: long enough for a missed answer. */
const AGO_MS = 35 * 60_000;
const STOP_MS = 4000;
/** The fourth quiet reading is answered at once. */
const READ_ON = 5;

/** Starts it over the time-series database of `remote`. */
export async function startProofHouse(remote: Record<string, unknown>): Promise<ProofHouse> {
  const folder = temporaryFolder();
  const webhook = await startWebhook();
  const clock = createLaggingClock(AGO_MS);
  const app = await startAppIn(join(folder.path, 'data'), { remote, webhook, clock });
  const people = createPeople(app.app.url, app.token);
  const since = clock.now();
  const real = await startRealAgent(people, folder.path);
  const played = await startPlayedHosts(people.enrol);
  await eventually(() => people.isOffline('lost'), { timeoutMs: 60_000 });
  await eventually(async () => (await people.openCases()) >= 3, { timeoutMs: 30_000 });
  clock.catchUp();
  await played.goOn(3);
  await misbehave(app.app.mqttPort);
  await eventually(async () => await people.hasBreach(), { timeoutMs: 30_000 });
  await people.answerAll();
  return {
    since,
    readOn: () => played.goOn(READ_ON),
    async stop() {
      await real.stop();
      await played.stop();
      await app.app.stop(STOP_MS);
      app.release();
      await webhook.stop();
      folder[Symbol.dispose]();
    },
  };
}

interface LaggingClock extends Clock {
  /** From now on it is right. */
  catchUp(): void;
}

/** The machine's clock, set back: what has happened by it is long ago once it is right again. */
function createLaggingClock(lagMs: number): LaggingClock {
  let lag = lagMs;
  return {
    ...systemClock,
    now: () => systemClock.now() - lag,
    catchUp: () => void (lag = 0),
  };
}

async function startAppIn(
  path: string,
  of: { remote: Record<string, unknown>; webhook: Webhook; clock: Clock },
): Promise<{ app: App; token: string; release(): void }> {
  const data = openDataFolder(path);
  const config = configSchema.parse({
    http: { port: 0 },
    broker: { kind: 'embedded', port: 0 },
    history: { remote: of.remote },
    channels: [{ name: 'hook', type: 'webhook', options: { url: of.webhook.url } }],
    duty: [{ name: 'Li Wei', channels: ['hook'] }],
  });
  const log = createLog('collector', 'silent');
  const app = await startApp({ config, folder: data, localAgent: false, clock: of.clock, log });
  return { app, token: data.adminToken, release: data.release };
}

/** What people do by the API. */
interface People {
  url: string;
  enrolmentToken(): Promise<string>;
  enrol(name: string): Promise<{ credential: Credential; mqttUrl: string }>;
  isOffline(name: string): Promise<boolean>;
  openCases(): Promise<number>;
  hasBreach(): Promise<boolean>;
  /** Acknowledges every case and resolves one. */
  answerAll(): Promise<void>;
}

function createPeople(url: string, token: string): People {
  async function api(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
    return response.json();
  }
  const enrolmentToken = async () =>
    createdEnrolmentSchema.parse(await api('/api/v1/enrolments', { customer: 'acme', site: 'main' })).token;
  const cases = async () => caseListSchema.parse(await api('/api/v1/cases?view=all&limit=100')).items;
  return {
    url,
    enrolmentToken,
    async enrol(name) {
      const reply = enrolReplySchema.parse(await api('/enrol', { token: await enrolmentToken(), name }));
      if (!reply.ok) throw new Error(`${name} could not enrol: ${reply.message}`);
      return { credential: reply, mqttUrl: reply.mqttUrl ?? '' };
    },
    isOffline: async (name) =>
      hostDetailSchema.parse(await api(`/api/v1/hosts/acme.${name}`)).presence === 'offline',
    openCases: async () => (await cases()).length,
    hasBreach: async () => (await cases()).some(({ breached }) => breached),
    async answerAll() {
      const all = await cases();
      for (const { id, state } of all) if (state === 'open') await api(`/api/v1/cases/${id}/acknowledge`, {});
      const disk = all.find(({ category }) => category === 'hardware') ?? all[0];
      await api(`/api/v1/cases/${disk?.id}/resolve`, {
        cause: 'full',
        solution: 'emptied',
        whileFiring: 'stays-resolved',
      });
    },
  };
}

/** The real agent watches programs, pages, ports, a certificate and backups, of which one cannot be read, one has failed and one is running. */
async function startRealAgent(people: People, folder: string): Promise<{ stop(): Promise<void> }> {
  const dumps = join(folder, 'dumps');
  mkdirSync(dumps);
  writeFileSync(join(dumps, 'erp-1.dump'), 'x'.repeat(5000));
  const certificate = join(folder, 'erp.pem');
  writeFileSync(certificate, createCertificateAuthority(folder).cert);
  const goingOn = join(folder, 'going-on');
  writeFileSync(goingOn, '');
  const { port } = new URL(people.url);
  const agent = await startAgent({
    url: people.url,
    token: await people.enrolmentToken(),
    name: REAL_HOST,
    folder,
    config: {
      interval: '5s',
      probes: {
        procstat: { watch: [{ name: 'node', pattern: 'node' }] },
        http_response: { watch: [{ url: `${people.url}/healthz` }] },
        net_response: { watch: [{ server: '127.0.0.1', port: Number(port) }] },
        x509_cert: { sources: [certificate] },
      },
      backups: [
        {
          job: 'dump',
          tool: 'files',
          interval: '10s',
          options: { patterns: [`${dumps}/*.dump`], settle: '1s' },
        },
        {
          job: 'gone',
          tool: 'files',
          interval: '10s',
          options: { patterns: [`${folder}/not-there/*.dump`] },
        },
      ],
    },
  });
  await agent.command(['backup', 'run', '--job', 'good', '--', 'true']);
  await agent.command(['backup', 'run', '--job', 'bad', '--', 'false']);
  await agent.command(['backup', 'report', '--job', 'sized', '--size', '1073741824', '--duration', '90s']);
  const untilGone = `while [ -e ${goingOn} ]; do sleep 1; done`;
  const running = agent.command(['backup', 'run', '--job', 'long', '--', 'sh', '-c', untilGone]);
  return {
    async stop() {
      rmSync(goingOn);
      await agent.stop();
      await running;
    },
  };
}

/** A client with a wrong password. */
async function misbehave(port: number | null): Promise<void> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
    username: 'acme/mes',
    password: 'wrong',
    reconnectPeriod: 0,
  });
  await new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('close', () => resolve());
  });
  await client.endAsync(true);
}
