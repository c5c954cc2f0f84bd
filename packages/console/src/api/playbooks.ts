import { type CasePlaybook, casePlaybooksSchema } from '@watchcase/api';
import { request } from './request.ts';

/** Playbooks of a case, and who did which step. */
export async function readPlaybooks(id: number, signal: AbortSignal): Promise<CasePlaybook[]> {
  return (await request(`/cases/${id}/playbooks`, casePlaybooksSchema, { signal })).items;
}
