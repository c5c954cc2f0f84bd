import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type CustomerFact, type CustomerKind, watchCustomers } from './customers.ts';
import { type Watching, watchWatching } from './watching.ts';

export type { CustomerFact, CustomerKind } from './customers.ts';
export type { Watching } from './watching.ts';

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const PAGE = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Values asked for when /metrics is read. */
export interface Gauges {
  hosts(): Record<string, number>;
  alerts(): Record<string, number>;
  /** On how many hosts each rule is in service, and why on how many it is not. */
  rules(): readonly { rule: string; hosts: number; untied: readonly { reason: string; hosts: number }[] }[];
  /** Null where nobody here can know. */
  connectedClients(): number | null;
  /** Until when the TLS certificate in use is good, Unix milliseconds; null without one. */
  certificateUntil(): number | null;
  turnQueue(): { messages: number; ageMs: number };
  /** Of so many readings one is wanted live. */
  slowDown(): number;
  /** Milliseconds the commit under way has taken; 0 without one. */
  committing(): number;
  shards(): { held: number; losses: number };
  historyQueue(): { blocks: number; bytes: number; dropped: number; written: number };
  watching(): Watching;
}

/** The collector's own figures; the only code that knows prom-client. */
export interface Metrics {
  refused(reason: string, count?: number): void;
  repaired(count: number): void;
  taken(readings: number, events: number, values: number): void;
  acknowledged(count: number): void;
  turn(seconds: { judging: number; commit: number }): void;
  commitFailed(): void;
  /** Messages of backlog that were left to their agents. */
  left(count: number): void;
  caseOpened(severity: string): void;
  page(outcome: string, delaySeconds: number): void;
  /** An attempt to mail a customer. */
  letter(outcome: string): void;
  brokerRefused(what: string): void;
  /** A connection was not made by TLS, at this door, for this reason. */
  tlsRefused(door: string, why: string): void;
  brokerDropped(count: number): void;
  request(method: string, route: string, status: number, seconds: number): void;
  /** Registers what is asked for at reading. */
  watch(gauges: Gauges): void;
  /** Registers figures about customers; `newest` gives all facts of all kinds. */
  watchCustomers(kinds: readonly CustomerKind[], newest: () => Promise<readonly CustomerFact[]>): void;
  /** The whole, each metric with its samples. */
  figures(): ReturnType<Registry['getMetricsAsJSON']>;
  /** The whole in Prometheus' text form. */
  text(): Promise<{ contentType: string; body: string }>;
}

/** Builds an empty set of figures. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const refused = counter('watchcase_messages_refused_total', 'Messages without effect, by reason', [
    'reason',
  ]);
  const repaired = counter(
    'watchcase_samples_repaired_total',
    'Samples from the future, placed on arrival time',
  );
  const readings = counter('watchcase_readings_total', 'Readings taken');
  const events = counter('watchcase_events_total', 'Events taken');
  const values = counter('watchcase_values_total', 'Values in the readings taken');
  const acks = counter('watchcase_acknowledgements_total', 'Acknowledgements sent to agents');
  const judging = new Histogram({
    name: 'watchcase_evaluation_seconds',
    help: 'Rules and alerts, per turn',
    buckets: FAST,
    registers,
  });
  const commit = new Histogram({
    name: 'watchcase_commit_seconds',
    help: 'Commit, per turn',
    buckets: FAST,
    registers,
  });
  const failed = counter('watchcase_commit_failures_total', 'Commits that had to be tried again');
  const left = counter(
    'watchcase_backlog_left_total',
    'Messages of backlog left to their agents, which send them again, because more waited than can be taken',
  );
  const opened = counter('watchcase_cases_opened_total', 'Cases opened', ['severity']);
  const pages = counter('watchcase_page_attempts_total', 'Attempts to send a page, by outcome', ['outcome']);
  const letters = counter(
    'watchcase_mail_to_customers_attempts_total',
    'Attempts to mail a customer, by outcome',
    ['outcome'],
  );
  const delay = new Histogram({
    name: 'watchcase_page_delay_seconds',
    help: 'From cause to delivery of a page',
    buckets: PAGE,
    registers,
  });
  const turnedAway = counter(
    'watchcase_broker_refused_total',
    'Clients refused or cut off by the embedded broker',
    ['what'],
  );
  const untrusted = counter(
    'watchcase_tls_refused_total',
    'Connections that TLS did not let through, or that left it without a word',
    ['door', 'why'],
  );
  const dropped = counter(
    'watchcase_broker_dropped_total',
    'Messages the external broker dropped, as it says under $SYS',
  );
  const requests = new Histogram({
    name: 'watchcase_http_request_seconds',
    help: 'HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: FAST,
    registers,
  });

  return {
    refused: (reason, count = 1) => refused.inc({ reason }, count),
    repaired: (count) => repaired.inc(count),
    taken(readingCount, eventCount, valueCount) {
      readings.inc(readingCount);
      events.inc(eventCount);
      values.inc(valueCount);
    },
    acknowledged: (count) => acks.inc(count),
    turn(seconds) {
      judging.observe(seconds.judging);
      commit.observe(seconds.commit);
    },
    commitFailed: () => failed.inc(),
    left: (count) => left.inc(count),
    caseOpened: (severity) => opened.inc({ severity }),
    page(outcome, delaySeconds) {
      pages.inc({ outcome });
      if (outcome === 'delivered') delay.observe(delaySeconds);
    },
    letter: (outcome) => letters.inc({ outcome }),
    brokerRefused: (what) => turnedAway.inc({ what }),
    tlsRefused: (door, why) => untrusted.inc({ door, why }),
    brokerDropped: (count) => dropped.inc(count),
    request: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    watch: (gauges) => watch(registers, gauges),
    watchCustomers: (kinds, newest) => watchCustomers(registers, kinds, newest),
    figures: () => registry.getMetricsAsJSON(),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

function watch(registers: Registry[], gauges: Gauges): void {
  watchWatching(registers, () => gauges.watching());
  const byLabel = (name: string, help: string, label: string, read: () => Record<string, number>) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        for (const [key, value] of Object.entries(read())) this.set({ [label]: key }, value);
      },
    });
  const single = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  byLabel('watchcase_hosts', 'Hosts by presence', 'presence', gauges.hosts);
  byLabel('watchcase_alerts', 'Alerts by state', 'state', gauges.alerts);
  const changing = (name: string, help: string, fill: (gauge: Gauge) => void, labelNames: string[]) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        fill(this);
      },
    });
  changing(
    'watchcase_rule_hosts',
    'Hosts on which a rule is in service',
    (gauge) => {
      for (const { rule, hosts } of gauges.rules()) gauge.set({ rule }, hosts);
    },
    ['rule'],
  );
  changing(
    'watchcase_rule_untied_hosts',
    'Hosts that a rule does not fit, by reason',
    (gauge) => {
      for (const { rule, untied } of gauges.rules())
        for (const { reason, hosts } of untied) gauge.set({ rule, reason }, hosts);
    },
    ['rule', 'reason'],
  );
  if (gauges.connectedClients() !== null)
    single(
      'watchcase_connected_clients',
      'MQTT clients connected to the embedded broker',
      () => gauges.connectedClients() ?? 0,
    );
  changing(
    'watchcase_tls_certificate_until_seconds',
    'Until when the TLS certificate in use is good, Unix time',
    (gauge) => {
      const until = gauges.certificateUntil();
      if (until !== null) gauge.set({ of: 'server' }, until / 1000);
    },
    ['of'],
  );
  single('watchcase_shards_held', 'Shards this collector works for, of 64', () => gauges.shards().held);
  total(
    'watchcase_shard_losses_total',
    'How often another collector took over because this one was not heard of',
    () => gauges.shards().losses,
  );
  single('watchcase_turn_queue_messages', 'Messages waiting for a turn', () => gauges.turnQueue().messages);
  single(
    'watchcase_turn_queue_age_seconds',
    'How long the first message that waits for a turn has waited',
    () => gauges.turnQueue().ageMs / 1000,
  );
  single(
    'watchcase_slow_down',
    'Of so many readings hosts are asked to send one live, because more arrives than can be taken; 1 = all',
    () => gauges.slowDown(),
  );
  single(
    'watchcase_committing_seconds',
    'How long the commit under way, or what else has its turn, has taken so far; 0 without one',
    () => gauges.committing() / 1000,
  );
  single(
    'watchcase_history_queue_blocks',
    'Blocks of readings waiting for the time-series database',
    () => gauges.historyQueue().blocks,
  );
  single(
    'watchcase_history_queue_bytes',
    'Bytes waiting for the time-series database',
    () => gauges.historyQueue().bytes,
  );
  total(
    'watchcase_history_dropped_total',
    'Blocks given up and lines refused on the way to the time-series database since the start',
    () => gauges.historyQueue().dropped,
  );
  total(
    'watchcase_history_written_lines_total',
    'Lines the time-series database has taken since the start',
    () => gauges.historyQueue().written,
  );
}
