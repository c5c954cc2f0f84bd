import { type Category, type Severity, severities, type Title, titleOf } from '@watchcase/api';
import type { CaseEvent } from '../model/index.ts';

/** What a case's event log amounts to. Times in Unix milliseconds. */
export interface CaseFold {
  title: Title;
  state: 'open' | 'acknowledged' | 'resolved' | 'closed';
  severity: Severity;
  category: Category;
  openedAt: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  recoveredAt: number | null;
  resolvedAt: number | null;
  closedAt: number | null;
  /** Ended while something fired: it opens again then if it still does. */
  comesBackAt: number | null;
  detectedLate: boolean;
  /** What it is about. */
  scope: 'host' | 'site' | 'crowd';
}

/** Folds a case's events, oldest first (pure). The first must be `opened`. */
export function foldCase(events: readonly CaseEvent[]): CaseFold {
  const [opened, ...rest] = events;
  if (opened?.kind !== 'opened') throw new Error('a case begins with the event "opened"');
  const fold: CaseFold = {
    title: titleOfEvent(opened),
    state: 'open',
    severity: opened.data['severity'] as Severity,
    category: opened.data['category'] as Category,
    openedAt: opened.time,
    acknowledgedAt: null,
    acknowledgedBy: null,
    recoveredAt: null,
    resolvedAt: null,
    closedAt: null,
    comesBackAt: null,
    detectedLate: opened.data['detectedLate'] === true,
    scope: scopeOf(opened.data['scope']),
  };
  for (const event of rest) apply(fold, event);
  return fold;
}

function scopeOf(scope: unknown): CaseFold['scope'] {
  return scope === 'site' || scope === 'crowd' ? scope : 'host';
}

function apply(fold: CaseFold, event: CaseEvent): void {
  switch (event.kind) {
    case 'severity-raised':
      fold.severity = event.data['severity'] as Severity;
      break;
    case 'alert-joined':
    case 'recurred':
    case 'too-many':
      fold.recoveredAt = null;
      break;
    case 'recovered':
      Object.assign(fold, { recoveredAt: event.time, comesBackAt: null });
      break;
    case 'acknowledged':
      Object.assign(fold, { state: 'acknowledged', acknowledgedAt: event.time, acknowledgedBy: event.actor });
      break;
    case 'retitled':
      fold.title = titleOfEvent(event);
      break;
    case 'handed-on':
      fold.acknowledgedBy = String(event.data['to']);
      break;
    case 'worsened':
    case 'given-back':
      Object.assign(fold, { state: 'open', acknowledgedAt: null, acknowledgedBy: null });
      break;
    case 'resolved':
      Object.assign(fold, {
        state: 'resolved',
        resolvedAt: event.time,
        comesBackAt: comesBackOf(event),
      });
      break;
    case 'closed':
      Object.assign(fold, { state: 'closed', closedAt: event.time });
      break;
    case 'merged':
      Object.assign(fold, { state: 'closed', closedAt: event.time, comesBackAt: null });
      break;
    case 'reopened':
      Object.assign(fold, {
        state: 'open',
        acknowledgedAt: null,
        acknowledgedBy: null,
        recoveredAt: null,
        resolvedAt: null,
        closedAt: null,
        comesBackAt: null,
      });
      break;
    default:
  }
}

function comesBackOf({ data }: CaseEvent): number | null {
  const at = data['comesBackAt'];
  return typeof at === 'string' ? Date.parse(at) : null;
}

/** The title an event carries. */
export function titleOfEvent({ text, data }: CaseEvent): Title {
  return (data['titles'] as Title | undefined) ?? titleOf(text);
}

/** Position of a severity: higher is worse. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}
