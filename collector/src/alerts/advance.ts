import type { Severity } from '@watchcase/api';
import type { AlertChange, AlertTransition, Verdict } from '../model/index.ts';
import { above, holdLevels, least, rank, ripest, worst } from './levels.ts';

/** An alert as it is remembered between samples. */
export type AlertState = Omit<AlertChange, 'transition' | 'at'>;

/** Samples further apart than this many intervals leave a gap. */
const GAP_INTERVALS = 3;
/** So does a pause in which one sample or more became too old to be judged (the lateness window of the wire). */
const LATENESS_MS = 120_000;

/** What a verdict makes of an alert: its next state and how it got there. */
export interface Step {
  transition: AlertTransition;
  state: AlertState;
}

/**
 * Decides the next step of one alert (pure); undefined when the verdict changes nothing. `before` is undefined while it is inactive. Verdicts come in
 * the order in which samples were judged: one that is older than the last means that a clock was set back.
 */
export function advance(before: AlertState | undefined, verdict: Verdict): Step | undefined {
  switch (before?.state) {
    case 'pending':
      return pending(before, verdict);
    case 'firing':
      return firing(before, verdict);
    case 'frozen':
      return isUnknown(before, verdict) ? undefined : thaw(before, verdict);
    default:
      return begin(verdict);
  }
}

/** Nothing is known, or nothing of the very series the alert is about: that others are well says nothing of it. */
function isUnknown(before: AlertState, verdict: Verdict): boolean {
  return (
    verdict.missing ||
    (verdict.severity === null && before.series !== null && !verdict.speaksOf(before.series))
  );
}

/** Stops an alert where it is: its host is gone or its series has stopped. Silence never resolves anything. */
export function freeze(before: AlertState): Step | undefined {
  if (before.state !== 'pending' && before.state !== 'firing') return undefined;
  return { transition: 'frozen', state: { ...before, state: 'frozen', frozenFrom: before.state } };
}

function begin(verdict: Verdict): Step | undefined {
  if (verdict.severity === null) return undefined;
  const state: AlertState = {
    ...described(verdict, verdict.severity),
    state: 'pending',
    frozenFrom: null,
    activeSince: verdict.time,
    held: holdLevels({}, verdict.severity, 0),
    quietMs: null,
    lastTrue: verdict.time,
    lastSample: verdict.time,
    firedAt: null,
    resolvedAt: null,
  };
  return fire(state, verdict) ?? { transition: 'pending', state };
}

function pending(before: AlertState, verdict: Verdict): Step | undefined {
  if (isUnknown(before, verdict)) return freeze(before);
  if (verdict.severity === null) {
    return {
      transition: 'cleared',
      state: { ...before, state: 'inactive', frozenFrom: null, lastSample: verdict.time },
    };
  }
  const state: AlertState = {
    ...before,
    ...described(verdict, verdict.severity),
    held: holdLevels(before.held, verdict.severity, observedMs(before, verdict)),
    lastTrue: verdict.time,
    lastSample: verdict.time,
  };
  return fire(state, verdict) ?? { transition: 'held', state };
}

/** Time since the last sample, as far as it was observed: nothing is known of a gap (silence, down time of the collector), so none of it counts. */
function observedMs(before: AlertState, verdict: Verdict): number {
  const passedMs = verdict.time - before.lastSample;
  const longestMs = Math.min(GAP_INTERVALS * verdict.intervalMs, verdict.intervalMs + LATENESS_MS);
  return passedMs >= 0 && passedMs <= longestMs ? passedMs : 0;
}

/** Fires with the worst level that has held for its time; undefined while none has. */
function fire(state: AlertState, verdict: Verdict): Step | undefined {
  const severity = ripest(state.held, verdict.rule.forMs);
  if (severity === null) return undefined;
  return {
    transition: 'fired',
    state: {
      ...state,
      ...described(verdict, severity),
      state: 'firing',
      held: above(state.held, severity),
      firedAt: verdict.time,
    },
  };
}

function firing(before: AlertState, verdict: Verdict): Step | undefined {
  if (isUnknown(before, verdict)) return freeze(before);
  const passedMs = observedMs(before, verdict);
  const held = verdict.severity === null ? {} : holdLevels(before.held, verdict.severity, passedMs);
  // A level that was reached need not wait again; a worse one has a time of its own.
  const reached = worst(least(verdict.severity, before.severity), least(verdict.holding, before.severity));
  const severity = worst(ripest(held, verdict.rule.forMs), reached);
  if (severity === null) return keptFiring(before, verdict, passedMs) ?? resolve(before, verdict);
  const state: AlertState = {
    ...before,
    ...described(verdict, severity),
    held: above(held, severity),
    quietMs: null,
    lastTrue: verdict.time,
    lastSample: verdict.time,
  };
  const change = rank(severity) - rank(before.severity);
  if (change > 0) return { transition: 'raised', state };
  if (change < 0) return { transition: 'lowered', state };
  return { transition: 'held', state };
}

/** `keepFiring` begins at the first sample on which nothing holds the alert any more. */
function keptFiring(before: AlertState, verdict: Verdict, passedMs: number): Step | undefined {
  const quietMs = before.quietMs === null ? 0 : before.quietMs + passedMs;
  if (quietMs >= verdict.rule.keepFiringMs) return undefined;
  return { transition: 'held', state: { ...before, held: {}, quietMs, lastSample: verdict.time } };
}

function resolve(before: AlertState, verdict: Verdict): Step {
  const state: AlertState = {
    ...before,
    value: verdict.value,
    state: 'resolved',
    frozenFrom: null,
    lastSample: verdict.time,
    resolvedAt: verdict.time,
  };
  return { transition: 'resolved', state };
}

/** The alert goes on from where it stood: time in the ice counts as it does between any two samples, so that a null costs what a lost reading costs. */
function thaw(before: AlertState, verdict: Verdict): Step | undefined {
  const state: AlertState = { ...before, state: before.frozenFrom ?? 'firing', frozenFrom: null };
  const step = advance(state, verdict);
  return step?.transition === 'held' ? { ...step, transition: 'thawed' } : step;
}

type Described = Pick<
  AlertState,
  | 'id'
  | 'rule'
  | 'hostId'
  | 'labels'
  | 'title'
  | 'category'
  | 'groupKey'
  | 'runbook'
  | 'severity'
  | 'value'
  | 'unit'
  | 'threshold'
  | 'series'
  | 'intervalMs'
>;

function described(holding: Verdict, severity: Severity): Described {
  const verdict = { ...holding, threshold: holding.thresholds[severity] ?? holding.threshold };
  return {
    id: verdict.alertId,
    rule: verdict.rule.id,
    hostId: verdict.hostId,
    labels: verdict.labels,
    title: verdict.rule.title(verdict),
    category: verdict.rule.category,
    groupKey: verdict.rule.groupKey(verdict),
    runbook: verdict.rule.runbook,
    severity,
    value: verdict.value,
    unit: verdict.unit,
    threshold: verdict.threshold,
    series: verdict.series,
    intervalMs: verdict.intervalMs,
  };
}
