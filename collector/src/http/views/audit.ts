import type { AuditLine, Door } from '@watchcase/api';
import type { AuditRow } from '../../audit/index.ts';
import type { Store } from '../../store/index.ts';
import { among } from '../among.ts';
import { iso } from './time.ts';

/** Lines of the audit log as others see them, in the same order. */
export async function auditViews(db: Store['db'], rows: readonly AuditRow[]): Promise<AuditLine[]> {
  const lines = rows.map((row) => ({ row, before: valueOf(row.before), after: valueOf(row.after) }));
  const ids = lines.flatMap((line) => accountOf(line) ?? []);
  const accounts = await db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('id', 'in', among(ids))
    .execute();
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return lines.map((line) => {
    const { id, time, actor, door, subject, act } = line.row;
    const owner = names.get(accountOf(line) ?? '') ?? null;
    return {
      id,
      time: iso(time),
      actor,
      door: door as Door,
      subject,
      owner,
      act,
      before: line.before,
      after: line.after,
    };
  });
}

/** The account that a line is about, or whose something was. */
function accountOf({
  row,
  before,
  after,
}: {
  row: AuditRow;
  before: unknown;
  after: unknown;
}): string | undefined {
  const [kind, id] = row.subject.split('/');
  if (kind === 'accounts') return id;
  const { owner } = (after ?? before ?? {}) as { owner?: unknown };
  return (kind === 'tokens' || kind === 'sessions') && typeof owner === 'string' ? owner : undefined;
}

function valueOf(text: string | null): unknown {
  return text === null ? null : (JSON.parse(text) as unknown);
}
