import { periodOf } from '@watchcase/api';
import type { Asking } from './measure.ts';

/** What people ask of lists and cases, by name. `closed` cases have the lowest numbers, those that are open the next. `now`: Unix milliseconds. */
export function questions(closed: number, now: number): Record<string, Asking> {
  const list = (query: string, as: Asking['as'] = 'admin'): Asking => ({
    url: `/api/v1/cases?${query}`,
    as,
    mostMs: 100,
  });
  const one = (path: string): Asking => ({ url: `/api/v1/cases/${path}`, as: 'admin', mostMs: 50 });
  const twoWeeksAgo = Math.floor(now / 86_400_000) - 14;
  const figures = (unit: 'day' | 'week', more = ''): Asking => {
    const period = periodOf(unit, twoWeeksAgo).name;
    return { url: `/api/v1/figures?period=${period}${more}`, as: 'admin', mostMs: 1000 };
  };
  const sorts = ['due', 'opened', 'severity', 'customer', 'state', 'assignee'];
  const sorted = sorts.flatMap((sort) =>
    ['up', 'down'].map((order): [string, Asking] => [
      `by ${sort}, ${order}`,
      list(`sort=${sort}&order=${order}`),
    ]),
  );
  return {
    ...Object.fromEntries(sorted),
    'by urgency, the 21st page': { ...list('sort=due'), page: 20 },
    'one customer': list('customer=c7'),
    'one customer, one site': list('customer=c7&site=main'),
    'one host': list('host=c7.h7'),
    'one person, severe': list('assignee=p3&severity=critical,major'),
    'nobody has it': list('assignee=nobody'),
    'one team': list('team=night'),
    'on hold': list('state=on-hold&sort=customer'),
    'by mail': list('source=mail'),
    'due in two hours': list('due=120'),
    'of an engineer of two customers and a team': list('', 'engineer'),
    'of a customer': list('', 'customer'),
    'all, the newest first': list('view=all'),
    'all of one host': list('view=all&host=c7.h7'),
    'all of one person': list('view=all&assignee=p3'),
    'all of one team': list('view=all&team=night'),
    'all complaints': list('view=all&kind=complaint'),
    'all by mail': list('view=all&source=mail'),
    'all cancelled': list('view=all&state=cancelled'),
    'cancelled of one customer': list('view=all&state=cancelled&customer=c7'),
    'severe of one customer': list('view=ended&severity=critical&customer=c7'),
    'ended of one customer': list('view=ended&customer=c7'),
    'ended of an engineer of two customers and a team': list('view=ended', 'engineer'),
    'ended of a customer': list('view=ended', 'customer'),
    'a word': list('text=disk'),
    'a word, of all': list('view=all&text=disk'),
    'two Chinese characters': list(`view=all&text=${encodeURIComponent('磁盘')}`),
    'a rare word': list('view=all&text=needle'),
    'case, old': one(String(Math.round(closed / 2))),
    'case, open': one(String(closed + 5)),
    'case, its likes': one(`${closed + 5}/likes`),
    'case, its clocks': one(`${closed + 5}/clocks`),
    'figures of 20 000 cases': figures('week'),
    'figures of 20 000 cases by customer': figures('week', '&by=customer'),
    'figures of 3 000 cases': figures('day'),
  };
}
