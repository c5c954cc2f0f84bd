import type { UntiedRule } from '@watchcase/api';
import type { Layout } from '@watchcase/protocol';
import { alertIdOf, type Observation, type RuleFacts, type Verdict } from '../model/index.ts';
import { bindMemory, type HostMemory, remember, setMoment } from './host-memory.ts';
import { isBad, judge } from './judge.ts';
import type { Instance } from './program.ts';
import { createProgramShelf, type RuleTies } from './program-shelf.ts';
import type { Rule, RulePack } from './rule.ts';
import { longestWindowMs } from './window-demands.ts';

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
  /** Takes one reading that was judged before, in order per host: what is said of the next is what would have been said without a restart. */
  remember(hostId: string, layout: Layout, reading: { time: number; values: ArrayLike<number | null> }): void;
  /** How far before its last reading a host must be remembered that reports these layouts, or that is known here, milliseconds. */
  reachMs(of: readonly Layout[] | string): number;
  /** The longest window of any rule, milliseconds; 0 without one. */
  readonly longestMs: number;
  /** Facts of every rule, by id. */
  readonly rules: ReadonlyMap<string, RuleFacts>;
  /** On how many of the hosts that were heard each rule is in service, and why on how many it is not. */
  ties(): RuleTies[];
  /** Rules that do not fit a host, in part or at all; none of a host that was not heard. */
  untiedOf(hostId: string): readonly UntiedRule[];
}

const NONE: readonly Instance[] = [];

/** Puts packs into service. */
export function createRuleEngine(packs: readonly RulePack[]): RuleEngine {
  const rules: Rule[] = packs.flatMap((pack) => pack.rules);
  const programs = createProgramShelf(rules);
  const hosts = new Map<string, HostMemory>();

  function bind(hostId: string, layouts: readonly Layout[]): HostMemory {
    const before = hosts.get(hostId);
    const program = programs.take(layouts);
    if (before !== undefined) programs.giveBack(before.program);
    const host = bindMemory(before, program);
    hosts.set(hostId, host);
    return host;
  }

  function hostFor(hostId: string, layout: Layout): HostMemory {
    const host = hosts.get(hostId);
    if (host?.program.layouts.get(layout.stream)?.id === layout.id) return host;
    return bind(hostId, [...new Map(host?.program.layouts).set(layout.stream, layout).values()]);
  }

  return {
    evaluate(observation, active) {
      const host = hostFor(observation.hostId, observation.layout);
      remember(host, observation.layout, observation.time, observation.values);
      const verdicts: Verdict[] = [];
      const spans = host.program.spanning.size > 0;
      for (const instance of host.program.byLayout.get(observation.layout.id) ?? NONE) {
        if (spans) setMoment(host, instance, observation.time);
        const bad = isBad(instance, host.frame);
        if (!bad && active.size === 0) continue;
        const alertId = idOf(host, instance, observation.hostId);
        if (!bad && !active.has(alertId)) continue;
        verdicts.push(verdictOf(host, instance, observation, alertId));
      }
      return verdicts;
    },
    streamsChanged(hostId, streams) {
      const host = hosts.get(hostId);
      if (host === undefined) return;
      const layouts = [...host.program.layouts.values()];
      bind(
        hostId,
        layouts.filter(({ stream }) => stream === 'presence' || streams.includes(stream)),
      );
    },
    forgetHost(hostId) {
      const host = hosts.get(hostId);
      if (host !== undefined) programs.giveBack(host.program);
      hosts.delete(hostId);
    },
    remember(hostId, layout, { time, values }) {
      remember(hostFor(hostId, layout), layout, time, values);
    },
    reachMs(of) {
      if (typeof of === 'string') return hosts.get(of)?.program.reachMs ?? 0;
      const program = programs.take(of);
      programs.giveBack(program);
      return program.reachMs;
    },
    longestMs: longestWindowMs(rules),
    rules: new Map(rules.map((rule) => [rule.facts.id, rule.facts])),
    ties: programs.ties,
    untiedOf: (hostId) => hosts.get(hostId)?.program.untied ?? [],
  };
}

function verdictOf(
  host: HostMemory,
  instance: Instance,
  { hostId, hostName, layout }: Observation,
  alertId: string,
): Verdict {
  return {
    rule: instance.rule.facts,
    alertId,
    hostId,
    hostName,
    labels: instance.labels,
    time: host.frame.now,
    intervalMs: layout.intervalMs,
    ...judge(instance, host.frame),
  };
}

function idOf(host: HostMemory, instance: Instance, hostId: string): string {
  let id = host.ids?.get(instance);
  if (id === undefined) {
    id = alertIdOf(instance.rule.facts.id, hostId, instance.labels);
    host.ids = (host.ids ?? new Map<Instance, string>()).set(instance, id);
  }
  return id;
}
