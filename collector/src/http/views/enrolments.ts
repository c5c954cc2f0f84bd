import type { Enrolment } from '@watchcase/api';
import type { Store } from '../../store/index.ts';
import { iso, isoOrNull } from './time.ts';

/** Tokens with the names of their places. */
export function selectEnrolments(db: Store['db']) {
  return db
    .selectFrom('enrolments')
    .leftJoin('customers', 'customers.id', 'enrolments.customer_id')
    .leftJoin('sites', (join) =>
      join
        .onRef('sites.customer_id', '=', 'enrolments.customer_id')
        .onRef('sites.id', '=', 'enrolments.site_id'),
    )
    .selectAll('enrolments')
    .select(['customers.name as customer_name', 'sites.name as site_name']);
}

/** One token as the API shows it. */
export function enrolmentView(
  row: Awaited<ReturnType<ReturnType<typeof selectEnrolments>['executeTakeFirstOrThrow']>>,
): Enrolment {
  return {
    id: row.id,
    customer: row.customer_id,
    customerName: row.customer_name ?? row.customer_id,
    site: row.site_id,
    siteName: row.site_name ?? row.site_id,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    usedAt: isoOrNull(row.used_at),
    revokedAt: isoOrNull(row.revoked_at),
    host: row.host_id,
  };
}
