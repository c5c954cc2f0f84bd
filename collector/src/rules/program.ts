import type { Severity, UntiedRule } from '@watchcase/api';
import { fieldsOf, type Layout, seriesKey, type Unit } from '@watchcase/protocol';
import { functions } from './functions/registry.generated.ts';
import { check } from './language/check.ts';
import { type Binder, compile } from './language/compile.ts';
import type { Compiled } from './language/frame.ts';
import { type Dimension, measureOfUnit } from './language/dimensions.ts';
import { ExpressionError, type Node, type SeriesNode } from './language/syntax.ts';
import { seriesOf } from './language/walk.ts';
import { askedOf } from './asked-of.ts';
import { explainUntied, isUntied } from './explain-untied.ts';
import type { Rule } from './rule.ts';
import { GAP_INTERVALS, reachMsOf } from './ring.ts';
import { thingOf } from './same-thing.ts';
import { isDirect, shownSides } from './shown-sides.ts';
import { type Bound, createSeriesIndex, type SeriesIndex } from './series-index.ts';
import { type Strand, strandsOf, TooManyStrands } from './strands.ts';
import { windowDemands } from './window-demands.ts';

/** One level of a rule, compiled for one strand. */
interface CompiledLevel {
  severity: Severity;
  when: Compiled;
  /** Null in a rule without `recover`. */
  recover: Compiled | null;
  /** What the shown value is compared with, in the shown unit; null when that is no plain number. */
  threshold: number | null;
}

/** One rule over one choice of series, tied to positions. */
export interface CompiledStrand {
  /** Worst first; the same severities in every strand of a rule. */
  levels: readonly CompiledLevel[];
  /** Some level holds when one of these does: the mildest alone where it holds whenever a worse one does. */
  asked: readonly Compiled[];
  /** The thresholds of the levels. */
  thresholds: Readonly<Partial<Record<Severity, number | null>>>;
  /** What people are shown of the condition; null when it compares no series. `thing` is what its series is of. */
  shown: { value: Compiled; unit: string; series: string; thing: string } | null;
}

/** One rule for one label set: each strand is judged, the worst speaks for all. */
export interface Instance {
  rule: Rule;
  labels: Readonly<Record<string, string>>;
  strands: readonly CompiledStrand[];
  /** All that a quiet reading is asked: some level of some strand holds when one of these does. */
  asked: readonly Compiled[];
}

/** The values of one layout. */
export interface Segment {
  layout: Layout;
  offset: number;
  length: number;
}

/** A series that is looked back on. */
export interface RingPlace {
  layout: string;
  position: number;
  key: string;
  unit: Unit;
  longestMs: number;
  intervalMs: number;
}

/** What is looked back on of a ring; null: its last two samples. */
interface Window {
  ring: number;
  lengthMs: number | null;
  /** Of the ring's series. */
  intervalMs: number;
}

/** All rules for all hosts that report the same layouts. */
export interface Program {
  /** By stream. */
  layouts: ReadonlyMap<string, Layout>;
  /** Where each layout's values stand. */
  segments: ReadonlyMap<string, Segment>;
  size: number;
  /** Series that some rule looks back on, in service here or not. */
  rings: readonly RingPlace[];
  windows: readonly Window[];
  /** Instances to evaluate when a reading of the layout comes. */
  byLayout: ReadonlyMap<string, readonly Instance[]>;
  /** The layouts that an instance reads, of those that read more than one. */
  spanning: ReadonlyMap<Instance, readonly string[]>;
  /** How far before a host's last reading its memory reaches, milliseconds. */
  reachMs: number;
  /** Ids of the rules that are in service for these hosts. */
  tied: readonly string[];
  /** Rules that do not fit these hosts, in part or at all, and why. */
  untied: readonly UntiedRule[];
}

/** Ties rules to the series of these layouts. */
export function buildProgram(rules: readonly Rule[], layouts: readonly Layout[]): Program {
  const { draft, segments, series } = beginDraft(rules, layouts);
  for (const rule of rules) bindRule(draft, rule);
  const { rings, windows, byLayout, index, untied } = draft;
  const tied = [...draft.tied.keys()];
  for (const rule of rules) {
    const { id } = rule.facts;
    if (draft.tied.has(id) || untied.some((one) => one.rule === id)) continue;
    const why = explainUntied(rule, index);
    if (isUntied(why)) untied.push({ rule: id, ...why });
  }
  const spanning = spanningOf(byLayout);
  const reachMs = longestReachMs(segments, rings, spanning);
  const byStream = new Map(layouts.map((layout) => [layout.stream, layout]));
  const size = series.length;
  return { layouts: byStream, segments, size, rings, windows, byLayout, spanning, reachMs, tied, untied };
}

/** Begins to tie rules to layouts. */
export function beginDraft(rules: readonly Rule[], layouts: readonly Layout[]) {
  const segments = new Map<string, Segment>();
  const series: Bound[] = [];
  for (const layout of layouts) {
    const offset = series.length;
    for (const name of fieldsOf(layout))
      series.push({ ...name, position: series.length, layout: layout.id, intervalMs: layout.intervalMs });
    segments.set(layout.id, { layout, offset, length: series.length - offset });
  }
  const rings = ringsOf(rules, series);
  const draft: Draft = {
    index: createSeriesIndex(series),
    rings,
    ringOf: new Map(rings.map(({ key }, index) => [key, index])),
    windowOf: new Map(),
    windows: [],
    byLayout: new Map(layouts.map((one) => [one.id, []])),
    tied: new Map(),
    untied: [],
  };
  return { draft, segments, series };
}

function longestReachMs(
  segments: Program['segments'],
  rings: Program['rings'],
  spanning: Program['spanning'],
): number {
  const spanned = new Set([...spanning.values()].flat());
  const stale = [...spanned].map((id) => GAP_INTERVALS * (segments.get(id)?.layout.intervalMs ?? 0));
  return Math.max(0, ...rings.map(reachMsOf), ...stale);
}

/** Of a series that comes in several streams the first is looked back on. */
function ringsOf(rules: readonly Rule[], series: readonly Bound[]): RingPlace[] {
  const demands = windowDemands(rules);
  const places = new Map<string, RingPlace>();
  for (const one of series) {
    const longestMs = demands.longestMs(one);
    const key = longestMs === undefined ? '' : seriesKey(one);
    if (longestMs === undefined || places.has(key)) continue;
    const { layout, position, unit, intervalMs } = one;
    places.set(key, { layout, position, key, unit, longestMs, intervalMs });
  }
  return [...places.values()];
}

function spanningOf(byLayout: Draft['byLayout']): Map<Instance, string[]> {
  const layouts = new Map<Instance, string[]>();
  for (const [layout, instances] of byLayout)
    for (const instance of instances) layouts.set(instance, [...(layouts.get(instance) ?? []), layout]);
  return new Map([...layouts].filter(([, read]) => read.length > 1));
}

interface Draft {
  index: SeriesIndex;
  rings: readonly RingPlace[];
  ringOf: Map<string, number>;
  windowOf: Map<string, number>;
  windows: Window[];
  byLayout: Map<string, Instance[]>;
  /** Positions that each rule's first name is tied to. */
  tied: Map<string, Set<number>>;
  untied: UntiedRule[];
}

/** Ties one rule; what does not fit is told in the draft. */
export function bindRule(draft: Draft, rule: Rule): void {
  const primary = seriesOf(rule.when)[0];
  for (const labels of primary === undefined ? [] : draft.index.labelSets(primary, rule.each))
    attempt(draft, rule, () => bindInstance(draft, rule, labels));
}

function attempt<T>(draft: Draft, rule: Rule, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const reason = error instanceof TooManyStrands ? 'combinations' : 'units';
    const { id } = rule.facts;
    if (!draft.untied.some((one) => one.rule === id && one.reason === reason))
      draft.untied.push({ rule: id, reason, message: error.message });
    return undefined;
  }
}

/** A strand whose units do not fit is told and left out; the others are judged. */
function bindInstance(draft: Draft, rule: Rule, labels: Record<string, string>): void {
  const nodes = [...seriesOf(rule.when), ...(rule.recover === null ? [] : seriesOf(rule.recover))];
  const [first] = nodes;
  const positions = draft.tied.get(rule.facts.id) ?? new Set();
  const strands: CompiledStrand[] = [];
  const layouts = new Set<string>();
  for (const strand of strandsOf({ nodes, each: rule.each, labels, index: draft.index })) {
    const tied = attempt(draft, rule, () => compileStrand(draft, rule, strand));
    if (tied === undefined) continue;
    strands.push(tied);
    for (const { layout } of strand.values()) layouts.add(layout);
    if (first !== undefined) positions.add((strand.get(first) as Bound).position);
  }
  if (positions.size > 0) draft.tied.set(rule.facts.id, positions);
  const instance: Instance = { rule, labels, strands, asked: strands.flatMap(({ asked }) => asked) };
  for (const layout of layouts) draft.byLayout.get(layout)?.push(instance);
}

function compileStrand(draft: Draft, rule: Rule, found: Strand): CompiledStrand {
  const dimensionOf = (node: SeriesNode): Dimension =>
    measureOfUnit((found.get(node) as Bound).unit).dimension;
  const context = { dimensionOf, level: rule.measures, functions };
  check(rule.when, context);
  if (rule.recover !== null) check(rule.recover, context);
  const binderOf = (level: number): Binder => ({
    series: (node) => found.get(node) as Bound,
    window: (node, lengthMs) => ({ index: windowIndex(draft, found.get(node) as Bound, lengthMs) }),
    tensOf: (node) => tensOf(found.get(node) as Bound),
    level,
    functions,
  });
  const comparison = shownSides(rule.when);
  const first = comparison === undefined ? undefined : found.get(seriesOf(comparison.side)[0] as SeriesNode);
  // People see the unit the series comes in.
  const tens = first === undefined || !isDirect(comparison?.side) ? 0 : tensOf(first);
  const levels = rule.levels.map((level): CompiledLevel => {
    const binder = binderOf(level.value);
    return {
      severity: level.severity,
      when: compile(rule.when, binder),
      recover: rule.recover === null ? null : compile(rule.recover, binder),
      threshold:
        comparison === undefined || !isDirect(comparison.side)
          ? null
          : constantOf(comparison.limit, binder, tens),
    };
  });
  const shown =
    first === undefined || comparison === undefined
      ? null
      : {
          value: compile(comparison.side, binderOf(Number.NaN), tens),
          unit: isDirect(comparison.side) ? first.unit : 'none',
          series: seriesKey(first),
          thing: thingOf(first),
        };
  const thresholds = Object.fromEntries(levels.map((level) => [level.severity, level.threshold]));
  return {
    levels: levels.toReversed(),
    asked: askedOf(
      rule,
      levels.map(({ when }) => when),
    ),
    thresholds,
    shown,
  };
}

function tensOf(bound: Bound): number {
  return measureOfUnit(bound.unit).tens;
}

function constantOf(node: Node, binder: Binder, tens: number): number | null {
  if (seriesOf(node).length > 0) return null;
  const value = compile(node, binder, tens)({ values: new Float64Array(0), window: () => undefined });
  return Number.isFinite(value) ? value : null;
}

function windowIndex(draft: Draft, bound: Bound, lengthMs: number | null): number {
  const ring = draft.ringOf.get(seriesKey(bound)) as number;
  const window = `${ring} ${lengthMs}`;
  const { intervalMs } = draft.rings[ring] as RingPlace;
  const index = draft.windowOf.get(window) ?? draft.windows.push({ ring, lengthMs, intervalMs }) - 1;
  draft.windowOf.set(window, index);
  return index;
}
