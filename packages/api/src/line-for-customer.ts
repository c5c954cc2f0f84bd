import type { CaseEventKind } from './case-event-kinds.ts';

/** What of a line is for the customer's eyes: its text where that was written for them, and of its data what is named. */
interface Shown {
  text?: true;
  data?: readonly string[];
}

/**
 * The one table of what a customer reads of a case's log: how it stands, what they said themselves, what was said to them, and what solved it. What engineers write to
 * each other (a diagnosis, why it waits, why it was cancelled), who was paged, rules and terms are not theirs. A kind that is not here is not shown.
 */
const shown: Readonly<Partial<Record<CaseEventKind, Shown>>> = {
  opened: {
    text: true,
    data: ['titles', 'severity', 'category', 'scope', 'source', 'kind', 'report', 'detectedLate'],
  },
  acknowledged: {},
  diagnosed: {},
  'on-site-needed': {},
  'on-site-arrived': {},
  held: { data: ['reason', 'until'] },
  resumed: { data: ['because'] },
  'severity-raised': { text: true, data: ['titles', 'from', 'severity'] },
  'severity-changed': { data: ['from', 'severity'] },
  recovered: {},
  note: { text: true, data: ['visibility'] },
  attached: { data: ['id', 'name', 'type', 'sizeBytes', 'visibility'] },
  resolved: { text: true, data: ['solution'] },
  reopened: { text: true, data: ['titles', 'because'] },
  confirmed: { text: true },
  rated: { text: true, data: ['stars'] },
  closed: {},
  cancelled: {},
  merged: { data: ['into'] },
};

/** Kinds of which a line says itself whom it is for. */
export const kindsWithVisibility = ['note', 'attached'] as const satisfies readonly CaseEventKind[];
/** Kinds that a customer reads of, whatever the line says. */
export const kindsForCustomer = (Object.keys(shown) as CaseEventKind[]).filter(
  (kind) => !(kindsWithVisibility as readonly string[]).includes(kind),
);

/** A line of a case's log as the customer may read it (pure); undefined where it is not for them. */
export function lineForCustomer<
  T extends { kind: string; text: string; data: Readonly<Record<string, unknown>> },
>(line: T): T | undefined {
  const of = Object.hasOwn(shown, line.kind) ? shown[line.kind as CaseEventKind] : undefined;
  if (of === undefined) return undefined;
  const isChosen = (kindsWithVisibility as readonly string[]).includes(line.kind);
  if (isChosen && line.data['visibility'] !== 'customer') return undefined;
  const data = Object.fromEntries(
    (of.data ?? []).filter((name) => name in line.data).map((name) => [name, line.data[name]]),
  );
  return { ...line, text: of.text === true ? line.text : '', data };
}
