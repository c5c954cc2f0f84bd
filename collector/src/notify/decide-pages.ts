import type { CaseChange, CaseEvent, LetterReason, PageReason } from '../model/index.ts';
import type { DutyPerson } from './config.ts';
import type { Told } from './told.ts';

/** A page to be sent, not yet written down. */
export interface PlannedPage {
  /** The same cause, person and channel always give the same key: printable ASCII, since it travels as a header. */
  key: string;
  reason: PageReason | LetterReason;
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
 * learns that, whatever else is told and to whom; and so does whoever was told that something is wrong, or that all is well, once that is so no more.
 */
export function decidePages(
  change: CaseChange,
  duty: readonly DutyPerson[],
  told: readonly Told[] = [],
): PageDecision {
  const decision = decideCommonPages(change, duty);
  const pages = [...decision.pages, ...handedPages(change, duty)];
  const corrected = correctingPages(change, told).filter((page) =>
    pages.every((one) => !isSameWay(one, page)),
  );
  if (pages.length + corrected.length === 0) return decision;
  return { because: 'page', pages: [...pages, ...corrected] };
}

function isSameWay(a: PlannedPage, b: PlannedPage): boolean {
  return a.person === b.person && a.channel === b.channel;
}

const TURNING: ReadonlySet<CaseEvent['kind']> = new Set([
  'recovered',
  'recurred',
  'alert-joined',
  'too-many',
  'reopened',
]);

/** Of a page on its way it is not known what it says: that is looked at again before the correction goes out. */
function correctingPages({ caseId, events, turned }: CaseChange, told: readonly Told[]): PlannedPage[] {
  const event = events.findLast((one) => TURNING.has(one.kind));
  if (turned === null || event === undefined) return [];
  const reason = turned === 'recovered' ? 'recovered' : 'recurred';
  return told
    .filter(({ last }) => last !== turned)
    .flatMap(({ person, channel }) => pageOf(caseId, { reason, event }, { person, channel }));
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
  return people.flatMap(({ name, channels }) =>
    channels.map((channel) => pageOf(caseId, { reason, event }, { person: name, channel })),
  );
}

function pageOf(
  caseId: number,
  { reason, event }: { reason: PageReason; event: CaseEvent },
  { person, channel }: { person: string; channel: string },
): PlannedPage {
  return { key: keyOf(caseId, event.seq, [person, channel]), reason, person, channel };
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
