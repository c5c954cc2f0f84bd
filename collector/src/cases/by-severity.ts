import { severities } from '@watchcase/api';
import { sql } from 'kysely';

/** Sorts rows of `alerts` by severity, the worst first. */
export const bySeverity = sql`case severity ${sql.join(
  severities.map((severity, rank) => sql`when ${sql.lit(severity)} then ${sql.lit(-rank)}`),
  sql` `,
)} else 1 end`;
