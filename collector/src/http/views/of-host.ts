import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Store, Tables } from '../../store/index.ts';

/** The condition that a case is about this host, alone or as one of its site's. */
export function ofHost(db: Store['db'], hostId: string) {
  return (where: ExpressionBuilder<Tables, 'cases'>): Expression<SqlBool> =>
    where.or([
      where.and([where('cases.host_id', '=', hostId), where('cases.scope', '=', 'host')]),
      where.and([
        where('cases.scope', '=', 'site'),
        where(
          'cases.id',
          'in',
          db.selectFrom('alerts').select('alerts.case_id').where('alerts.host_id', '=', hostId),
        ),
      ]),
    ]);
}
