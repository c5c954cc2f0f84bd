import type { CaseEventView, Language, Title } from '@watchcase/api';

/** What the sentences of a timeline are made from; severity and target are in the reader's language already. */
export interface EventWords {
  text: string;
  actor: string;
  severity: string;
  from: string;
  target: string;
  percent: number;
  via: string;
  person: string;
  channel: string;
  reason: string;
  /** Why something happened by itself, or what was decided: a code. */
  because: string;
  attempt: number;
  /** Numbers of other cases that the same message told of; why a newer page told this one too: a code. */
  others: string;
  newer: string;
  /** Who has it now. */
  to: string;
  /** Number of the case it went to. */
  into: string;
  /** Number of the case it came from, and of one that it belongs to. */
  origin: string;
  linked: string;
  relation: string;
  team: string;
  name: string;
  stars: string;
  labourMinutes: string;
  travelMinutes: string;
  /** What is owed from then on: the contract (empty without one), the policy, and why no contract pays (a code; empty where one does). */
  contract: string;
  policy: string;
  outside: string;
  /** Of a chain: what it is called, whom a step asks, which step of how many it is in which walk, and how often the last resort was asked. */
  people: string;
  step: string;
  steps: string;
  round: string;
  rounds: string;
  time: string;
  /** Who would have been asked and is away. */
  away: string;
  /** They were asked although they are away. */
  isEvenAway: boolean;
  /** Something of ours that the customer reads. */
  isForCustomer: boolean;
  /** Alerts told together: how many fired, how many recovered. */
  fired: number;
  recovered: number;
}

/** The reader's language, and its words for the codes in an event's data, by code; an unknown code stands for itself. */
export interface ReaderWords {
  language: Language;
  severity: Readonly<Record<string, string>>;
  target: Readonly<Record<string, string>>;
}

/** Takes a sentence's words out of an event's data, which depends on its kind and may lack any of them. */
export function eventWords(event: CaseEventView, words: ReaderWords): EventWords {
  const text = (name: string) => {
    const value = event.data[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const titles = event.data['titles'] as Title | undefined;
  const severity = text('severity');
  const from = text('from');
  const target = text('target');
  return {
    text: titles?.[words.language] ?? event.text,
    actor: event.actor,
    severity: words.severity[severity] ?? severity,
    from: words.severity[from] ?? from,
    target: words.target[target] ?? target,
    percent: Number(text('percent')),
    via: text('via'),
    person: text('person'),
    channel: text('channel'),
    reason: text('reason'),
    because: text('because') || text('whileFiring'),
    attempt: Number(text('attempt')),
    others: listOf(event.data['others']),
    newer: text('newer'),
    to: text('to'),
    into: `C-${text('into')}`,
    origin: `C-${from}`,
    linked: `C-${text('case')}`,
    relation: text('relation'),
    team: text('team'),
    name: text('name'),
    stars: text('stars'),
    labourMinutes: text('labourMinutes'),
    travelMinutes: text('travelMinutes'),
    ...owedWords(event.data['terms']),
    people: text('names'),
    step: text('step'),
    steps: text('steps'),
    round: text('round'),
    rounds: text('rounds'),
    time: text('time'),
    away: text('away'),
    isForCustomer: event.data['visibility'] === 'customer' && isByUs(event),
    isEvenAway: event.data['evenAway'] === true,
    fired: Number(text('fired')),
    recovered: Number(text('recovered')),
  };
}

/** Whoever reads as a customer is not told who of us wrote. */
function isByUs({ data }: CaseEventView): boolean {
  const author = data['author'] as { role?: string } | undefined;
  return author?.role !== undefined && author.role !== 'customer';
}

function listOf(value: unknown): string {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(', ') : '';
}

/** What a line says of terms. */
interface OwedData {
  contract: string | null;
  policy: { id: string; version: number };
  scope: string;
  reason: string;
}

function owedWords(terms: unknown): Pick<EventWords, 'contract' | 'policy' | 'outside'> {
  const { contract, policy, scope, reason } = (terms ?? {}) as Partial<OwedData>;
  return {
    contract: contract ?? '',
    policy: policy === undefined ? '' : `${policy.id}@${policy.version}`,
    outside: scope === 'outside' ? (reason ?? '') : '',
  };
}

/** How a line of the timeline is marked: a fault's doing, a person's, a promise's, or the machine's. */
export type EventTone = 'bad' | 'good' | 'person' | 'warn' | 'quiet';

const tones: Readonly<Record<CaseEventView['kind'], EventTone>> = {
  opened: 'bad',
  'alert-joined': 'bad',
  'severity-raised': 'bad',
  'severity-lowered': 'quiet',
  'too-many': 'bad',
  'alert-recovered': 'quiet',
  recovered: 'good',
  recurred: 'bad',
  reopened: 'bad',
  worsened: 'bad',
  retitled: 'quiet',
  'alert-moved': 'quiet',
  merged: 'quiet',
  'handed-on': 'person',
  'given-back': 'warn',
  acknowledged: 'person',
  note: 'person',
  resolved: 'good',
  closed: 'good',
  'severity-changed': 'person',
  absorbed: 'quiet',
  split: 'quiet',
  linked: 'quiet',
  assigned: 'person',
  watched: 'quiet',
  unwatched: 'quiet',
  diagnosed: 'person',
  'on-site-needed': 'person',
  'on-site-arrived': 'person',
  held: 'warn',
  resumed: 'person',
  'step-ticked': 'person',
  'step-unticked': 'quiet',
  'work-logged': 'quiet',
  attached: 'quiet',
  confirmed: 'good',
  rated: 'good',
  cancelled: 'quiet',
  terms: 'quiet',
  warning: 'warn',
  breached: 'bad',
  chain: 'quiet',
  escalated: 'warn',
  lapsed: 'warn',
  'page-queued': 'quiet',
  'page-sent': 'quiet',
  'page-retry': 'warn',
  'page-failed': 'bad',
  'nobody-to-page': 'warn',
  forgotten: 'bad',
};

export function toneOf(kind: CaseEventView['kind']): EventTone {
  return tones[kind];
}
