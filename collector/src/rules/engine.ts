import { createHash } from 'node:crypto';
import type { Severity } from '@watchcase/api';
import type { Layout } from '@watchcase/protocol';
import type { Observation, RuleFacts, Verdict } from '../model/index.ts';
import type { Frame } from './language/compile.ts';
import type { Instance, Program } from './program.ts';
import { createProgramShelf } from './program-shelf.ts';
import { createRing, type Ring } from './ring.ts';
import type { Rule, RulePack } from './rule.ts';

/** Rules in service: judges observations, remembering per host only its newest values and the windows some rule needs. */
export interface RuleEngine {
  /**
   * What the rules say of one live observation; call once per observation, in order per host. A quiet instance (nothing wrong, alert not
   * active) gives no verdict. `active` are the host's alerts that are pending, firing or frozen.
   */
  evaluate(observation: Observation, active: ReadonlySet<string>): Verdict[];
  /** Forgets streams that the host has no more. */
  streamsChanged(hostId: string, streams: readonly string[]): void;
  /** Forgets all of a host that is another collector's from now on. */
  forgetHost(hostId: string): void;
  /** Refills the windows of one host and layout after a restart, from `samplesOf` (points of one series, oldest first). */
  warm(
    hostId: string,
    layout: Layout,
    samplesOf: (
      series: string,
      longestMs: number,
    ) => { times: readonly number[]; values: readonly (number | null)[] },
  ): void;
  /** Facts of every rule, by id. */
  readonly rules: ReadonlyMap<string, RuleFacts>;
  /** Rules that could not be tied to some host's series, with the reason; each told once. */
  faults(): { rule: string; message: string }[];
}

interface HostProgram {
  layouts: Map<string, Layout>;
  program: Program;
  frame: Frame & { now: number };
  rings: Map<string, Ring>;
  ids: Map<Instance, string>;
}

/** Puts packs into service. */
export function createRuleEngine(packs: readonly RulePack[]): RuleEngine {
  const rules: Rule[] = packs.flatMap((pack) => pack.rules);
  const programs = createProgramShelf(rules);
  const hosts = new Map<string, HostProgram>();

  function bind(hostId: string, layouts: Map<string, Layout>): HostProgram {
    const before = hosts.get(hostId);
    const program = programs.take([...layouts.values()]);
    if (before !== undefined) programs.giveBack(before.program);
    const rings = new Map(
      program.rings.map(({ key, longestMs }) => {
        const ring = before?.rings.get(key) ?? createRing();
        ring.reach(longestMs);
        return [key, ring];
      }),
    );
    const host: HostProgram = { layouts, program, rings, ids: new Map(), frame: frameOf(program, rings) };
    if (before !== undefined) keepValues(before, host);
    hosts.set(hostId, host);
    return host;
  }

  function hostFor(hostId: string, layout: Layout): HostProgram {
    const host = hosts.get(hostId);
    if (host?.layouts.get(layout.stream)?.id === layout.id) return host;
    return bind(hostId, new Map(host?.layouts).set(layout.stream, layout));
  }

  return {
    evaluate(observation, active) {
      const host = hostFor(observation.hostId, observation.layout);
      take(host, observation);
      const verdicts: Verdict[] = [];
      for (const instance of host.program.byLayout.get(observation.layout.id) ?? []) {
        const verdict = judge(host, instance, observation, active);
        if (verdict !== undefined) verdicts.push(verdict);
      }
      return verdicts;
    },
    streamsChanged(hostId, streams) {
      const host = hosts.get(hostId);
      if (host === undefined) return;
      bind(
        hostId,
        new Map([...host.layouts].filter(([stream]) => stream === 'presence' || streams.includes(stream))),
      );
    },
    forgetHost(hostId) {
      const host = hosts.get(hostId);
      if (host !== undefined) programs.giveBack(host.program);
      hosts.delete(hostId);
    },
    warm(hostId, layout, samplesOf) {
      const host = hostFor(hostId, layout);
      for (const { key, longestMs } of host.program.rings) {
        const { times, values } = samplesOf(key, longestMs);
        for (const [i, time] of times.entries()) {
          const value = values[i];
          if (typeof value === 'number') host.rings.get(key)?.add(time, value);
        }
      }
    },
    rules: new Map(rules.map((rule) => [rule.facts.id, rule.facts])),
    faults: programs.faults,
  };
}

function frameOf(program: Program, rings: ReadonlyMap<string, Ring>): HostProgram['frame'] {
  const windows = program.windows.map((window) => {
    const { key, intervalMs } = program.rings[window.ring] as Program['rings'][number];
    const ring = rings.get(key) as Ring;
    const wanted = { lengthMs: window.lengthMs, intervalMs };
    return (now: number) => ring.samples(wanted, now);
  });
  const frame = {
    now: 0,
    values: new Float64Array(program.size).fill(Number.NaN),
    window: (index: number) => windows[index]?.(frame.now),
  };
  return frame;
}

/** A new layout of one stream must not blank the values of the others. */
function keepValues(before: HostProgram, after: HostProgram): void {
  for (const [layoutId, offset] of after.program.offsets) {
    const from = before.program.offsets.get(layoutId);
    const next = [...after.program.offsets.values()].filter((other) => other > offset);
    const length = Math.min(...next, after.program.size) - offset;
    if (from !== undefined) after.frame.values.set(before.frame.values.subarray(from, from + length), offset);
  }
}

function take(host: HostProgram, observation: Observation): void {
  const { frame, program } = host;
  const offset = program.offsets.get(observation.layout.id) ?? 0;
  const { values } = observation;
  for (let i = 0; i < values.length; i++) frame.values[offset + i] = values[i] ?? Number.NaN;
  frame.now = observation.time;
  for (const { key, position } of program.rings) {
    const index = position - offset;
    const value = index >= 0 && index < values.length ? values[index] : null;
    if (typeof value === 'number') host.rings.get(key)?.add(observation.time, value);
  }
}

function judge(
  host: HostProgram,
  instance: Instance,
  observation: Observation,
  active: ReadonlySet<string>,
): Verdict | undefined {
  const { frame } = host;
  let severity: Severity | null = null;
  let threshold: number | null = null;
  let unsure = false;
  for (const level of instance.levels) {
    const holds = level.when(frame);
    if (holds === 1) {
      severity = level.severity;
      threshold = level.threshold;
      break;
    }
    unsure ||= holds !== 0;
  }
  if (severity === null && active.size === 0) return undefined;
  const alertId = idOf(host, instance, observation.hostId);
  if (severity === null && !active.has(alertId)) return undefined;
  const value = instance.shown === null ? Number.NaN : instance.shown.value(frame) / instance.shown.factor;
  return {
    rule: instance.rule.facts,
    alertId,
    hostId: observation.hostId,
    hostName: observation.hostName,
    labels: instance.labels,
    time: observation.time,
    intervalMs: observation.layout.intervalMs,
    missing: severity === null && unsure,
    severity,
    holding:
      instance.levels.find((level) => level.recover !== null && level.recover(frame) !== 1)?.severity ?? null,
    value: Number.isFinite(value) ? value : null,
    unit: instance.shown?.unit ?? '',
    threshold: threshold ?? instance.levels.at(-1)?.threshold ?? null,
    thresholds: instance.thresholds,
    series: instance.shown?.series ?? null,
  };
}

function idOf(host: HostProgram, instance: Instance, hostId: string): string {
  let id = host.ids.get(instance);
  if (id === undefined) {
    id = alertIdOf(instance.rule.facts.id, hostId, instance.labels);
    host.ids.set(instance, id);
  }
  return id;
}

/** An alert's id: the first 16 hex digits of SHA-256 over rule, host and labels. */
export function alertIdOf(rule: string, hostId: string, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([rule, hostId, sorted]))
    .digest('hex')
    .slice(0, 16);
}
