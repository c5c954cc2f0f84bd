import type { CaseEvent, CaseEventKind } from '../model/index.ts';

const SIGNS: ReadonlySet<CaseEventKind> = new Set([
  'acknowledged',
  'handed-on',
  'assigned',
  'diagnosed',
  'on-site-needed',
  'on-site-arrived',
  'held',
  'resumed',
  'severity-changed',
  'note',
  'step-ticked',
  'step-unticked',
  'work-logged',
  'attached',
  'merged',
  'split',
  'linked',
]);

/** True of what shows that somebody of ours is at the case (pure): not what a customer or a program writes. The end of a hold counts, since nobody had to be seen until then. */
export function isSignOfLife({ kind, actor, data }: Pick<CaseEvent, 'kind' | 'actor' | 'data'>): boolean {
  if (!SIGNS.has(kind)) return false;
  if (kind === 'resumed') return true;
  if (actor === 'watchcase') return false;
  const author = data['author'];
  if (typeof author !== 'object' || author === null) return true;
  const { kind: written, role } = author as { kind?: unknown; role?: unknown };
  return written !== 'robot' && role !== 'customer';
}
