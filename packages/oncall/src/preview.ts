import type { DutyChanges, Override, Span } from './changes.ts';
import { changesOfRota, type RotaChanges } from './changes-of-rota.ts';
import { type DutySpan, isSameDuty, lasting } from './duty.ts';
import { cutAt, layerSpans } from './layer-spans.ts';
import { planRota } from './plan-rota.ts';
import type { Rota } from './rota-schema.ts';
import { overridden } from './settle.ts';

/** Who is on duty by a rota between two moments (pure): spans in their order, none over another; between them nobody is. The same as asking `onDuty` at every moment. */
export function previewRota(rota: Rota, { from, to, ...changes }: DutyChanges & Span): DutySpan[] {
  const own = changesOfRota(rota, changes);
  const span = { from, to };
  let spans: DutySpan[] = [];
  for (const layer of planRota(rota, changes.calendars).layers) {
    const under = layerSpans(layer, span, own);
    spans = spans.length === 0 ? under : under.length === 0 ? spans : laidOver(spans, under);
  }
  // Layers have joined theirs, and what lies beside each other of two layers never says the same.
  for (const override of own.overrides)
    if (override.from < to && from < override.to) spans = withOverride(spans, override, { own, span });
  return spans;
}

/** The upper ones, and of the lower ones what those leave free. Both are in their order. */
function laidOver(upper: readonly DutySpan[], lower: readonly DutySpan[]): DutySpan[] {
  const found: DutySpan[] = [];
  let index = 0;
  for (const under of lower) {
    let at = under.from;
    while (at < under.to) {
      let top = upper[index];
      for (; top !== undefined && top.to <= at; top = upper[++index]) found.push(top);
      const free = Math.min(under.to, top?.from ?? under.to);
      if (at < free) found.push(at === under.from && free === under.to ? under : lasting(at, free, under));
      at = top === undefined ? under.to : Math.max(free, Math.min(top.to, under.to));
    }
  }
  for (; index < upper.length; index++) found.push(upper[index] as DutySpan);
  return found;
}

/** Of a year's spans only those near the override are touched. */
function withOverride(
  spans: readonly DutySpan[],
  override: Override,
  inside: { own: RotaChanges; span: Span },
): DutySpan[] {
  const begin = Math.max(0, firstEndingAfter(spans, override.from) - 1);
  const end = Math.min(spans.length, firstEndingAfter(spans, override.to) + 2);
  const near = joined(overriddenSpans(spans.slice(begin, end), override, inside));
  return [...spans.slice(0, begin), ...near, ...spans.slice(end)];
}

/** The position of the first that ends after a moment. */
function firstEndingAfter(spans: readonly Span[], at: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.to ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

function overriddenSpans(
  spans: readonly DutySpan[],
  override: Override,
  { own, span }: { own: RotaChanges; span: Span },
): DutySpan[] {
  const within = { from: Math.max(override.from, span.from), to: Math.min(override.to, span.to) };
  const isThere = (at: number) => (person: string) => !own.isAway(person, at);
  if (override.instead === null) {
    const nobody = { people: [], layer: null, reason: 'no-layer', record: null } as const;
    const over = cutAt(within, own.edges)
      .map(({ from, to }) => lasting(from, to, overridden(nobody, override, isThere(from))))
      .filter(({ people }) => people.length > 0);
    return laidOver(over, spans);
  }
  const edges = [within.from, ...own.edges, within.to].toSorted((a, b) => a - b);
  return spans.flatMap((one) =>
    one.to <= within.from || one.from >= within.to
      ? [one]
      : cutAt(one, edges).map(({ from, to }) => {
          const isInside = within.from <= from && from < within.to;
          return lasting(from, to, isInside ? overridden(one, override, isThere(from)) : one);
        }),
  );
}

/** Neighbours that say the same, as one. */
function joined(spans: readonly DutySpan[]): DutySpan[] {
  const found: DutySpan[] = [];
  for (const span of spans) {
    const before = found.at(-1);
    if (before !== undefined && before.to === span.from && isSameDuty(before, span))
      found[found.length - 1] = lasting(before.from, span.to, before);
    else found.push(span);
  }
  return found;
}
