import type { Route } from '../words/route-of.ts';
import { mayDo, mayDoToAll } from './session.ts';

/** Whom a page is for; a page that is not here is for everybody. */
const readers: Readonly<Partial<Record<Route['page'], () => boolean>>> = {
  overview: () => mayDo('desk.read'),
  'new-case': () => mayDo('cases.take-part'),
  'follow-ups': () => mayDo('desk.read'),
  backups: () => mayDo('desk.read'),
  'backup-job': () => mayDo('desk.read'),
  knowledge: () => mayDo('desk.read'),
  article: () => mayDo('desk.read'),
  'add-host': () => mayDo('hosts.change'),
  oncall: () => mayDo('desk.read'),
  directory: () => mayDo('desk.read'),
  records: () => mayDo('desk.read'),
  record: () => mayDo('desk.read'),
  'new-record': () => mayDoToAll('desk.change'),
  audit: () => mayDoToAll('audit.read'),
  accounts: () => mayDo('accounts.manage'),
  channels: () => mayDo('accounts.manage'),
  rollouts: () => mayDo('accounts.manage'),
};

/** Whether this reader may see a page: what leads to others is not shown. */
export function mayOpen(page: Route['page']): boolean {
  return readers[page]?.() ?? true;
}
