import {
  type CaseDetail,
  caseDetailSchema,
  caseListSchema,
  type HostDetail,
  hostDetailSchema,
} from '@watchcase/api';
import { enrolReplySchema } from '@watchcase/protocol';
import { z } from 'zod';
import {
  type Collector,
  type NeededProgram,
  startCollector,
  startMosquitto,
  startPostgres,
  startVictoriaMetrics,
  startWebhook,
  type VictoriaMetrics,
  type Webhook,
} from '../harness/index.ts';
import type { Delivery } from './facts.ts';
import type { Credential } from './raw-agent.ts';

/** Everything the product needs, running for real: the collector with its broker, store, history, and somebody to page. */
export interface House {
  collector: Collector;
  webhook: Webhook;
  /** Null with the embedded history only. */
  victoria: VictoriaMetrics | null;
  /** A new host's credential, and where it connects. */
  enrol(name: string): Promise<{ credential: Credential; mqttUrl: string }>;
  /** Every case in full, oldest first. */
  cases(): Promise<CaseDetail[]>;
  host(id: string): Promise<HostDetail>;
  /** Pages received so far. */
  deliveries(): Delivery[];
  /** `kill -9` of the collector; it stays dead. What it has logged is kept. */
  kill(): Promise<void>;
  /** What all collectors of this house have logged. */
  log(): string;
  stop(): Promise<void>;
}

/** One way to run the product. */
export interface Deployment {
  /** Short name for command lines. */
  id: 'embedded' | 'services';
  name: string;
  needs: readonly NeededProgram[];
  start(options?: HouseOptions): Promise<House>;
}

/** What a house may be given. */
export interface HouseOptions {
  /** Folder of the build whose collector is run; this one when absent. */
  root?: string;
  /** Further settings of the collector. */
  config?: Record<string, unknown>;
}

/** Both ways that the product promises to behave alike in. */
export const deployments: readonly Deployment[] = [
  {
    id: 'embedded',
    name: 'embedded broker, SQLite, embedded history',
    needs: [],
    start: startEmbedded,
  },
  {
    id: 'services',
    name: 'Mosquitto, PostgreSQL, VictoriaMetrics',
    needs: ['mosquitto', 'postgres', 'victoria-metrics'],
    start: startServices,
  },
];

/** Long enough for a fault to be back before, short enough for a test. */
export const RECOVERY_TOLD_SECONDS = 3;

interface Part {
  stop(): Promise<void>;
}

async function startEmbedded(options: HouseOptions = {}): Promise<House> {
  return settle([], options, null);
}

async function startServices({ root, config: more }: HouseOptions = {}): Promise<House> {
  const mosquitto = await startMosquitto();
  const postgres = await startPostgres();
  const victoria = await startVictoriaMetrics();
  const { url, username, password, passwordFile, pidFile } = mosquitto;
  const config = {
    broker: { kind: 'external', url, username, password, passwordFile, pidFile },
    store: { kind: 'postgres', url: postgres.url },
    history: { remote: { url: victoria.url } },
    ...more,
  };
  return settle(
    [mosquitto, postgres, victoria],
    { ...(root === undefined ? {} : { root }), config },
    victoria,
  );
}

async function settle(
  parts: readonly Part[],
  { root, config }: HouseOptions,
  victoria: VictoriaMetrics | null,
): Promise<House> {
  const webhook = await startWebhook();
  const collector = await startCollector({
    ...(root === undefined ? {} : { root }),
    config: {
      ...config,
      cases: { recoveryToldAfterSeconds: RECOVERY_TOLD_SECONDS },
      channels: [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }],
      duty: [{ name: 'Li Wei', channels: ['hook'] }],
    },
  });
  let earlier = '';
  return {
    collector,
    webhook,
    victoria,
    enrol: (name) => enrol(collector, name),
    cases: () => readCases(collector),
    host: async (id) => hostDetailSchema.parse(await collector.api(`/api/v1/hosts/${id}`)),
    deliveries: () => webhook.received.map(deliveryOf),
    async kill() {
      await collector.kill();
      earlier = `${earlier}${collector.output()}--- killed\n`.slice(-100_000);
    },
    log: () => `${earlier}${collector.output()}`.slice(-20_000),
    async stop() {
      await collector.stop();
      await webhook.stop();
      for (const part of parts) await part.stop();
    },
  };
}

/** A new host's credential, got from this collector, and where it connects. */
export async function enrol(
  collector: Collector,
  name: string,
  customer?: string,
): Promise<{ credential: Credential; mqttUrl: string }> {
  const body = { token: await collector.newToken(customer === undefined ? {} : { customer }), name };
  const reply = enrolReplySchema.parse(await collector.api('/enrol', { method: 'POST', body }));
  if (!reply.ok) throw new Error(`${name} could not enrol: ${reply.message}`);
  return { credential: reply, mqttUrl: reply.mqttUrl ?? `mqtt://127.0.0.1:${collector.mqttPort}` };
}

/** Every case in full, oldest first. */
export async function readCases(collector: Collector): Promise<CaseDetail[]> {
  const { items } = caseListSchema.parse(await collector.api('/api/v1/cases?view=all&limit=200'));
  const details: CaseDetail[] = [];
  for (const { id } of items.toReversed())
    details.push(caseDetailSchema.parse(await collector.api(`/api/v1/cases/${id}`)));
  return details;
}

const bodySchema = z.object({
  key: z.string(),
  reason: z.string(),
  case: z.object({ id: z.int(), recoveredAt: z.string().nullable() }),
});

/** Reads what a webhook received as a page. */
export function deliveryOf(request: Webhook['received'][number]): Delivery {
  const { key, reason, case: it } = bodySchema.parse(JSON.parse(request.body));
  const says = it.recoveredAt === null ? 'wrong' : 'recovered';
  return { key, receivedAt: request.at, caseId: it.id, reason, says };
}
