import type { CaseChange, CaseEvent, PageReason } from '../model/index.ts';
import type { DutyPerson } from './config.ts';

/** A page to be sent, not yet written down. */
export interface PlannedPage {
  /** The same cause, person and channel always give the same key: printable ASCII, since it travels as a header. */
  key: string;
  reason: PageReason;
  person: string;
  channel: string;
}

/** Why a change pages, or does not. */
export interface PageDecision {
  because: 'nothing-new' | 'acknowledged' | 'detected-late' | 'nobody' | 'page';
  pages: PlannedPage[];
}

/** Most urgent first; of several reasons in one change the first one is paged. */
const REASONS: readonly PageReason[] = [
  'opened',
  'reopened',
  'worsened',
  'given-back',
  'raised',
  'breached',
  'warning',
];

/**
 * Whom a change of a case pages, by which channels (pure). Further alerts that join a case are bundled into it and page nobody. Whom it was handed on to
 * learns that, whatever else is told and to whom.
 */
export function decidePages(change: CaseChange, duty: readonly DutyPerson[]): PageDecision {
  const handed = handedPages(change, duty);
  const decision = decideCommonPages(change, duty);
  if (handed.length === 0) return decision;
  return { because: 'page', pages: [...decision.pages, ...handed] };
}

function handedPages(change: CaseChange, duty: readonly DutyPerson[]): PlannedPage[] {
  const event = change.events.findLast((one) => one.kind === 'handed-on');
  if (event === undefined || event.data['to'] === event.actor) return [];
  const people = duty.filter((person) => person.name === event.data['to']);
  return pagesOf(change.caseId, { reason: 'handed-on', event }, people);
}

function decideCommonPages(change: CaseChange, duty: readonly DutyPerson[]): PageDecision {
  const causes = change.events.flatMap((event) => {
    const reason = reasonOf(event);
    return reason === undefined ? [] : [{ reason, event }];
  });
  causes.sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
  const cause = causes[0];
  if (cause === undefined) return { because: 'nothing-new', pages: [] };
  if (cause.reason === 'warning' && change.acknowledged) return { because: 'acknowledged', pages: [] };
  if (change.detectedLate) return { because: 'detected-late', pages: [] };
  const people = duty.filter((person) => person.severities.includes(change.severity));
  const pages = pagesOf(change.caseId, cause, people);
  return { because: pages.length === 0 ? 'nobody' : 'page', pages };
}

function pagesOf(
  caseId: number,
  { reason, event }: { reason: PageReason; event: CaseEvent },
  people: readonly DutyPerson[],
): PlannedPage[] {
  return people.flatMap((person) =>
    person.channels.map((channel) => ({
      key: keyOf(caseId, event.seq, [person.name, channel]),
      reason,
      person: person.name,
      channel,
    })),
  );
}

function keyOf(caseId: number, seq: number, names: readonly string[]): string {
  return ['case', caseId, 'event', seq, ...names.map((name) => encodeURIComponent(name))].join('-');
}

function reasonOf(event: CaseEvent): PageReason | undefined {
  const { kind } = event;
  if (
    kind === 'opened' ||
    kind === 'reopened' ||
    kind === 'worsened' ||
    kind === 'given-back' ||
    kind === 'breached'
  )
    return kind;
  if (event.kind === 'severity-raised') return 'raised';
  const lastWarning =
    event.kind === 'warning' && event.data['target'] === 'respond' && event.data['percent'] === 75;
  return lastWarning ? 'warning' : undefined;
}
