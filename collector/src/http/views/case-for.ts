import type { Case, CaseDetail, HostDetail } from '@watchcase/api';
import { type Asker, may } from '../../access/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { readCase } from './cases.ts';

/** Whether the asker sees what is the desk's: rules, who is paged, what engineers write to each other. Who does not is a customer. */
export function seesDesk(asker: Pick<Asker, 'role' | 'scope' | 'customers' | 'teams'>): boolean {
  return may(asker, 'desk.read').ok;
}

/** A case as the asker may read it. Errors: CASE_NOT_FOUND. */
export async function readCaseFor(
  rooms: Pick<HttpRooms, 'store' | 'mail'>,
  asker: Asker,
  id: number,
): Promise<CaseDetail> {
  if (seesDesk(asker)) return readCase(rooms, id);
  const it = await readCase(rooms, id, { forCustomer: true });
  return { ...it, ...caseFor(asker, it), alerts: [], alertCount: 0, evidence: [] };
}

/** A case of a list as the asker may read it: whose work it is within the house is the desk's. */
export function caseFor(asker: Asker, it: Case): Case {
  return seesDesk(asker) ? it : { ...it, assignee: null, team: null, watchers: [], comesBackAt: null };
}

/** A host as the asker may read it: what rules and the collector make of it is the desk's. */
export function hostFor(asker: Asker, it: HostDetail): HostDetail {
  return seesDesk(asker) ? it : { ...it, refused: [], untiedRules: [] };
}
