import { z } from 'zod';
import { idSchema } from './name-schemas.ts';

/**
 * Who is paged, in words that hold at any hour: who is on duty by the team's rotas, who has the case, the team's lead or manager, who is on duty by one rota, who is on
 * duty in another team, or one person.
 */
export const pageTargetSchema = z.union([
  z.enum(['on-duty', 'assignee', 'lead', 'manager']),
  z.strictObject({ rota: idSchema }),
  z.strictObject({ team: idSchema }),
  z.strictObject({ person: idSchema }),
]);
export type PageTarget = z.infer<typeof pageTargetSchema>;
