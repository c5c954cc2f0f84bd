import type { CaseChange, CaseEvent, LetterReason, PageOrder, PageReason } from '../model/index.ts';
import type { PageWanted, PersonalWay, Roster } from './roster.ts';
import type { Told } from './told.ts';
import { wayKey } from './way-key.ts';

/** A page to be sent, not yet written down. */
export interface PlannedPage {
  /** The same cause, person, channel and address always give the same key: printable ASCII, since it travels as a header. */
  key: string;
  reason: PageReason | LetterReason;
  person: string;
  channel: string;
  /** Where by it; null where the channel says it. */
  address: string | null;
  /** Not sent before this moment, Unix milliseconds; null for at once. */
  notBefore?: number | null;
}

/** What is known when it is decided. */
export interface PagingFacts {
  roster: Roster;
  now: number;
  told?: readonly Told[];
  /** Channels whose other side keeps an incident for each case. */
  incidents?: ReadonlySet<string>;
  /** Whom the case's chain asks for; undefined of a case without one, for which everybody on the config's duty is paged. */
  orders?: readonly PageOrder[] | undefined;
}

/** Why a change pages, or does not. */
export interface PageDecision {
  because: 'nothing-new' | 'acknowledged' | 'detected-late' | 'nobody' | 'page';
  pages: PlannedPage[];
}

const WATCHCASE = 'watchcase';

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
export function decidePages(change: CaseChange, facts: PagingFacts): PageDecision {
  const decision =
    facts.orders === undefined
      ? decideCommonPages(change, facts)
      : decideOrdered(change, facts.orders, facts);
  const handed = facts.orders === undefined ? handedPages(change, facts) : [];
  const pages = [...decision.pages, ...handed, ...resolvedPages(change, facts)];
  const corrected = correctingPages(change, facts.told ?? []).filter((page) =>
    pages.every((one) => !isSameWay(one, page)),
  );
  if (pages.length + corrected.length === 0) return decision;
  return { because: 'page', pages: [...pages, ...corrected] };
}

function isSameWay(a: PlannedPage, b: PlannedPage): boolean {
  return a.person === b.person && a.channel === b.channel && a.address === b.address;
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
  const isNews = ({ last }: Told) => last !== turned && !(turned === 'recovered' && last === 'resolved');
  return told
    .filter(isNews)
    .map(({ person, channel, address }) => pageOf(caseId, { reason, event }, { person, channel, address }));
}

/** Lines with which a case ends; one that is closed before it is resolved is resolved in the line before. */
const ENDS: ReadonlySet<CaseEvent['kind']> = new Set(['resolved', 'cancelled', 'merged']);

/**
 * The line with which a case has ended (pure), and who is to be told of it: whoever was paged, where a person has ended it (`watchcase` itself ends only those of which recovery was told); what keeps an
 * incident for it, however it has ended: as part of another case it is told of there, and its own incident would stay for good.
 */
export function endOfCase({ events }: CaseChange): { event: CaseEvent; isForPeople: boolean } | undefined {
  const event = events.findLast(({ kind }) => ENDS.has(kind));
  if (event === undefined) return undefined;
  return { event, isForPeople: event.kind !== 'merged' && event.actor !== WATCHCASE };
}

/** Who has ended the case knows; what keeps an incident for it does not. */
function resolvedPages(change: CaseChange, { roster, told = [], incidents }: PagingFacts): PlannedPage[] {
  const end = endOfCase(change);
  if (end === undefined) return [];
  const { event, isForPeople } = end;
  const by = roster.find(event.actor)?.id ?? event.actor;
  return told
    .filter(({ last }) => last === 'wrong' || last === 'perhaps')
    .filter(({ person, channel }) => incidents?.has(channel) === true || (isForPeople && person !== by))
    .map((one) => pageOf(change.caseId, { reason: 'resolved', event }, one));
}

function handedPages(change: CaseChange, facts: PagingFacts): PlannedPage[] {
  const event = change.events.findLast((one) => one.kind === 'handed-on');
  if (event === undefined || event.data['to'] === event.actor) return [];
  return pagesOf(change, { reason: 'handed-on', event }, { ...facts, people: [String(event.data['to'])] });
}

/** Pages of those whom a chain asks for, by a channel of the step's where it names one. */
function decideOrdered(
  { caseId, severity }: CaseChange,
  orders: readonly PageOrder[],
  { roster, now }: PagingFacts,
): PageDecision {
  const pages = orders.flatMap(({ seq, reason, person, channel }) => {
    const wanted = { severity, reason, at: now, ...(channel === undefined ? {} : { channel }) };
    return reached(person, roster, wanted).map(({ to, way }) => ({
      ...pageOf(caseId, { reason, event: { seq } }, { ...way, person: to }),
      notBefore: notBefore(way, now),
    }));
  });
  return { because: pages.length === 0 ? 'nothing-new' : 'page', pages };
}

/** The ways of a person; where there is none, those of everybody on the config's duty: nobody would hear of it else. */
function reached(person: string, roster: Roster, page: PageWanted): { to: string; way: PersonalWay }[] {
  const own = roster.waysOf(person, page);
  if (own.length > 0) return own.map((way) => ({ to: person, way }));
  return roster.duty.flatMap(({ name }) => {
    const to = roster.find(name)?.id ?? name;
    return roster.waysOf(to, page).map((way) => ({ to, way }));
  });
}

function decideCommonPages(change: CaseChange, facts: PagingFacts): PageDecision {
  const causes = change.events.flatMap((event) => {
    const reason = reasonOf(event);
    return reason === undefined ? [] : [{ reason, event }];
  });
  causes.sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
  const cause = causes[0];
  if (cause === undefined) return { because: 'nothing-new', pages: [] };
  if (cause.reason === 'warning' && change.acknowledged) return { because: 'acknowledged', pages: [] };
  if (change.detectedLate) return { because: 'detected-late', pages: [] };
  const people = facts.roster.duty
    .filter((person) => person.severities.includes(change.severity))
    .map(({ name }) => name);
  const pages = pagesOf(change, cause, { ...facts, people });
  return { because: pages.length === 0 ? 'nobody' : 'page', pages };
}

function pagesOf(
  { caseId, severity }: CaseChange,
  { reason, event }: { reason: PageReason; event: CaseEvent },
  { roster, now, people }: PagingFacts & { people: readonly string[] },
): PlannedPage[] {
  return people.flatMap((name) => {
    const person = roster.find(name);
    if (person === undefined) return [];
    return roster.waysOf(person.id, { severity, reason, at: now }).map((way) => ({
      ...pageOf(caseId, { reason, event }, { ...way, person: person.id }),
      notBefore: notBefore(way, now),
    }));
  });
}

/** When a page may go out by a way at the earliest (pure), Unix milliseconds; null for at once. */
export function notBefore({ afterMs, heldUntil }: PersonalWay, now: number): number | null {
  const at = Math.max(now + afterMs, heldUntil ?? now);
  return at > now ? at : null;
}

function pageOf(
  caseId: number,
  { reason, event }: { reason: PageReason; event: Pick<CaseEvent, 'seq'> },
  { person, channel, address }: Pick<PlannedPage, 'person' | 'channel' | 'address'>,
): PlannedPage {
  const key = `case-${caseId}-event-${event.seq}${wayKey({ person, channel, address })}`;
  return { key, reason, person, channel, address };
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
