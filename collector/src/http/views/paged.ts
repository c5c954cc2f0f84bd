import type { Paged } from '@watchcase/api';
import { zoneClock } from '@watchcase/calendar';
import type { Store } from '../../store/index.ts';

const DAY_MINUTES = 1440;
const NIGHT = { from: 22 * 60, to: 6 * 60 };

/** A page that somebody got. */
export interface GotPage {
  person: string;
  caseId: number;
  channel: string;
  /** Unix milliseconds. */
  at: number;
}

/** Pages of people that arrived from `from` up to `to`, Unix milliseconds; customers' mail is none. */
export async function readGotPages(
  db: Store['db'],
  { from, to }: { from: number; to: number },
): Promise<GotPage[]> {
  const rows = await db
    .selectFrom('pages')
    .select(['person', 'channel', 'case_id as caseId', 'finished_at as at'])
    .where('state', '=', 'delivered')
    .where('reason', 'not like', 'customer-%')
    .where('finished_at', '>=', from)
    .where('finished_at', '<', to)
    .execute();
  return rows.flatMap(({ at, ...row }) => (at === null ? [] : [{ ...row, at }]));
}

/** How often each person was paged (pure), who was most often first. Cases that one message told of are one page. `nameOf` and `zoneOf` of a person. */
export function countPaged(
  pages: readonly GotPage[],
  { nameOf, zoneOf }: { nameOf(person: string): string; zoneOf(person: string): string },
): Paged['items'] {
  return [...Map.groupBy(pages, ({ person }) => person)]
    .map(([id, own]) => {
      const messages = [...new Map(own.map((page) => [`${page.at} ${page.channel}`, page])).values()];
      const nights = messages.flatMap(({ at }) => nightOf(at, zoneOf(id)) ?? []);
      return {
        person: { id, name: nameOf(id) },
        pages: messages.length,
        cases: new Set(own.map(({ caseId }) => caseId)).size,
        atNight: nights.length,
        nights: new Set(nights).size,
      };
    })
    .toSorted((a, b) => b.pages - a.pages || (a.person.id < b.person.id ? -1 : 1));
}

/** The day on which the night of a moment began, counted from 1970; undefined by day. */
function nightOf(at: number, zone: string): number | undefined {
  const wall = zoneClock(zone).wallAt(at);
  const [day, minute] = [Math.floor(wall / DAY_MINUTES), wall % DAY_MINUTES];
  if (minute >= NIGHT.from) return day;
  return minute < NIGHT.to ? day - 1 : undefined;
}
