import { hostname, release } from 'node:os';
import { join } from 'node:path';
import { type Layout, LIMITS } from '@watchcase/protocol/light';
import {
  type Clock,
  createStopStack,
  describeFault,
  type Fault,
  type PlainLog,
} from '@watchcase/runtime/light';
import { chosenOf } from './chosen.ts';
import type { AgentConfig } from './config.ts';
import { quietEngine } from './host/engine.ts';
import { giveBackMapped } from './host/give-back.ts';
import { createHost, isProcessAlive } from './host/index.ts';
import type { OwnProgram } from './host/own-program.ts';
import { openOutbox, payloadOf } from './outbox/index.ts';
import { repeatAbout, startReports } from './reports.ts';
import { createSizeMemory, type ScheduledTask, startSchedule, type StreamReading } from './schedule/index.ts';
import {
  type AgentStatus,
  backupRunSamples,
  createSelfcheck,
  createStatusFile,
  lookAtRuns,
} from './selfcheck/index.ts';
import { SIZES_FACT, tasksOf } from './tasks.ts';
import { createOrders, type ReadyVersion } from './upgrade/orders.ts';
import { type Credential, readCredential, startUplink } from './uplink/index.ts';

/** What an agent is started with. */
export interface AppNeeds {
  /** State folder, locked for this process. */
  state: string;
  config: AgentConfig;
  credential: Credential;
  version: string;
  /** The agent's own environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** Starts our own program once more. */
  program: OwnProgram;
  /** This version is being tried by the one before it. */
  isOnTrial: boolean;
  /** Another version is there to be tried: this one is to end. */
  ready(version: ReadyVersion): void;
  clock: Clock;
  log: PlainLog;
}

/** A running agent. */
export interface App {
  /** Puts another config in service; probes begin anew. */
  configure(config: AgentConfig): void;
  /** A newer config was not taken, for these faults: the one in service is an old one until `configure`. */
  refuseConfig(faults: readonly Fault[]): void;
  status(): AgentStatus;
  /** Says goodbye and ends, within `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

const STOP_MS = 2500;
const WATCH_SPOOL_MS = 5000;

/** Builds outbox, schedule and uplink and lets them run. */
export function startApp(needs: AppNeeds): App {
  const { state, credential, clock, log } = needs;
  const stops = createStopStack(clock, log);
  const host = createHost({ clock, log, env: needs.env });
  const startedAt = clock.now();
  const outbox = openOutbox({
    path: join(state, 'outbox.db'),
    maxBytes: needs.config.outbox.maxMiB * 1_048_576,
    clock,
    log,
  });
  stops.push('outbox', () => outbox.close());
  const statusFile = createStatusFile({ folder: state, status, clock, log });
  stops.push('status file', () => statusFile.remove());

  let { config: inService } = needs;
  const orders = createOrders({
    ...needs,
    config: () => inService,
    authority: credential.authority,
    outbox,
    wake: () => uplink.wake(),
  });
  let wasWell = false;
  const layouts = new Map<string, Layout>();
  let refused: AgentStatus['refusedConfig'];
  const selfcheck = createSelfcheck({
    stats: outbox.stats.bind(outbox),
    probeFailures: () => states().reduce((sum, one) => sum + one.failures, 0),
    probesFailing: () => states().filter((one) => one.error !== null && !one.told).length,
    leftOut: () => schedule.leftOut(),
    configRefused: () => refused !== undefined,
    slowDown: () => uplink.pace.slowDown(),
    takesUpgrades: orders.takes,
    clock,
  });
  const sizes = createSizeMemory({
    read: () => outbox.fact(SIZES_FACT),
    write: (text) => void outbox.append({ messages: [], facts: { [SIZES_FACT]: text } }),
  });
  let schedule = newSchedule(needs.config);
  const uplink = startUplink({
    credential,
    readAgain: () => readCredential(state),
    outbox,
    payloadOf,
    facts: () => ({
      intervalMs: schedule.fastestMs,
      streams: [...new Set([...schedule.streams, ...layouts.keys()])],
      name: ownName(),
      agent: needs.version,
      platform: `${process.platform} ${release()} ${process.arch}`,
    }),
    layouts: () => [...layouts.values()],
    onChanged: statusFile.changed,
    onAck: noteStatus,
    onOrder: orders.take,
    clock,
    log,
    random: Math.random,
  });
  stops.push('uplink', () => uplink.stop());
  stops.push('schedule', () => schedule.stop());
  statusFile.changed();
  watchSpool();
  orders.reportInterrupted();
  startReports({
    host,
    program: needs.program,
    outbox,
    states,
    refused: () => refused?.faults,
    sent: () => uplink.wake(),
    stops,
    clock,
    log,
  });
  quietEngine({ clock, stops, giveBack: giveBackMapped(needs.program.at(-1) ?? '') });

  return {
    configure(config) {
      refused = undefined;
      inService = config;
      schedule.stop();
      layouts.clear();
      schedule = newSchedule(config);
      uplink.announce();
      statusFile.changed();
    },
    refuseConfig(faults) {
      refused = { since: refused?.since ?? clock.now(), faults: faults.map(describeFault) };
      statusFile.changed();
    },
    status,
    stop: (deadlineMs) => stops.stop(Math.min(deadlineMs, STOP_MS)),
  };

  /** A name that was the machine's own when it joined follows it; one that was given stays. */
  function ownName(): string {
    if (outbox.fact('own-name') === undefined && hostname() === credential.name)
      outbox.append({ messages: [], facts: { 'own-name': 'yes' } });
    return outbox.fact('own-name') === 'yes' ? hostname() : credential.name;
  }

  function newSchedule(config: AgentConfig) {
    const chosen = chosenOf(config);
    const self: ScheduledTask = {
      name: 'internal_agent',
      intervalMs: config.interval,
      collect(now) {
        const { jobs, isAlive } = lookAtRuns(
          { backupJobs: () => outbox.backupJobs(), takeSpool, endRuns },
          isProcessAlive,
        );
        return Promise.resolve({ samples: [selfcheck(), ...backupRunSamples(jobs, { now, isAlive })] });
      },
    };
    return startSchedule({
      tasks: [self, ...tasksOf(chosen, { host, sizes, clock })],
      seed: credential.username,
      deliver,
      clock,
      log,
    });
  }

  /** While all is well only counts and times move on; else somebody may be looking. */
  function noteStatus(): void {
    const isWell =
      uplink.state().state === 'connected' &&
      outbox.stats().messages <= LIMITS.answerReadings * schedule.streams.length &&
      states().every((one) => one.error === null);
    if (isWell && wasWell) statusFile.moved();
    else statusFile.changed();
    wasWell = isWell;
  }

  function states() {
    return schedule.states();
  }

  function deliver(readings: readonly StreamReading[], time: number): void {
    const news = readings.filter(({ layout }) => layouts.get(layout.stream)?.id !== layout.id);
    for (const { layout } of news) layouts.set(layout.stream, layout);
    const live = readings.filter(({ layout }) => uplink.pace.isLive(layout.stream));
    const aside = readings.filter((one) => !live.includes(one));
    if (live.length > 0) keep(live, time);
    if (aside.length > 0) keep(aside, time, { aside: true });
    if (news.length > 0) uplink.announce();
    else uplink.wake();
    noteStatus();
  }

  function keep(readings: readonly StreamReading[], time: number, { aside = false } = {}): void {
    outbox.append({
      aside,
      layouts: readings.map(({ layout }) => layout),
      messages: readings.map(({ layout: { id: layout }, values }) => {
        const reading = { layout, time, values };
        return { kind: 'reading', time, layout, body: JSON.stringify(reading), reading };
      }),
    });
  }

  /** Backup runs report through the outbox file; looking whether it changed costs no disk access. */
  function watchSpool(): void {
    const look = () => {
      if (outbox.changedElsewhere()) takeSpool();
    };
    repeatAbout(clock, WATCH_SPOOL_MS, { name: 'spool watch', work: look, stops });
  }

  function takeSpool(): void {
    if (outbox.takeSpool() === 0) return;
    uplink.wake();
    statusFile.changed();
  }

  function endRuns(runs: readonly { job: string; run: string }[]): void {
    if (outbox.endRuns(runs)) uplink.wake();
  }

  function status(): AgentStatus {
    const { state: connection, since, reason, session, lastAckAt } = uplink.state();
    return {
      pid: process.pid,
      version: needs.version,
      writtenAt: clock.now(),
      startedAt,
      host: `${credential.customer}.${credential.host}`,
      url: credential.mqttUrl,
      connection: { state: connection, since, reason, session, lastAckAt },
      outbox: { ...outbox.stats(), epoch: outbox.liveEpoch(), backlogEpochs: outbox.backlog().length },
      streams: [...schedule.streams],
      leftOut: schedule.leftOut(),
      ...(refused === undefined ? {} : { refusedConfig: refused }),
      failing: states()
        .filter((one) => one.error !== null)
        .map(({ name, error, since }) => ({ name, error: error ?? '', since })),
      remarks: states().flatMap(({ name, remark }) => (remark === null ? [] : [{ name, remark }])),
    };
  }
}
