import { lineForCustomer } from '@watchcase/api';
import { foldText } from '../../directory/index.ts';
import type { Store } from '../../store/index.ts';
import { isForCustomer } from './cases.ts';

/** Of these cases those in whose names, or in what a customer reads of their logs, all words of a text stand; in the same order. */
export async function saidToCustomer(
  db: Store['db'],
  ids: readonly number[],
  text: string,
): Promise<number[]> {
  if (ids.length === 0) return [];
  const words = foldText(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const names = await db
    .selectFrom('cases')
    .select(['id', 'title', 'title_zh'])
    .where('id', 'in', ids)
    .execute();
  const lines = await db
    .selectFrom('case_events')
    .select(['case_id', 'kind', 'text', 'data'])
    .where('case_id', 'in', ids)
    .where(isForCustomer)
    .execute();
  const said = Map.groupBy(lines, (line) => line.case_id);
  const isSaid = new Set(
    names
      .filter(({ id, title, title_zh }) => {
        const all = foldText([title, title_zh, ...(said.get(id) ?? []).map(wordsOf)].join('\n'));
        return words.every((word) => all.includes(word));
      })
      .map(({ id }) => id),
  );
  return ids.filter((id) => isSaid.has(id));
}

function wordsOf({ kind, text, data }: { kind: string; text: string; data: string }): string {
  const line = lineForCustomer({ kind, text, data: JSON.parse(data) as Record<string, unknown> });
  const spoken = [line?.text, line?.data['report'], line?.data['solution']];
  return spoken.filter((one) => typeof one === 'string').join('\n');
}
