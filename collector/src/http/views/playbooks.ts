import type { CasePlaybook } from '@watchcase/api';
import { type Directory, type Playbook, playbookOf, playbooksFor } from '../../directory/index.ts';
import { stepKey, type Tick } from '../../model/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { unknownCase } from './cases.ts';
import { iso } from './time.ts';

/**
 * The playbooks of a case: those that somebody began, in the version in which they did, then those for its rules and its category; with who did which step. Errors:
 * CASE_NOT_FOUND.
 */
export async function readPlaybooks(
  { store: { db }, directory, ticksOf }: Pick<HttpRooms, 'store' | 'directory' | 'ticksOf'>,
  caseId: number,
): Promise<CasePlaybook[]> {
  const row = await db
    .selectFrom('cases')
    .select(['category', 'rule'])
    .where('id', '=', caseId)
    .executeTakeFirst();
  if (row === undefined) throw unknownCase(caseId);
  const alerts = await db
    .selectFrom('alerts')
    .select('rule')
    .distinct()
    .where('case_id', '=', caseId)
    .where('state', '!=', 'inactive')
    .execute();
  const rules = [...(row.rule === null ? [] : [row.rule]), ...alerts.map(({ rule }) => rule)];
  const snapshot = await directory.current();
  const fitting = playbooksFor(snapshot.all('playbooks'), { rules, category: row.category });
  const ticks = await ticksOf(caseId);
  const begun = new Map(
    [...ticks].map(([key, { version }]) => [key.slice(0, key.lastIndexOf('/')), version]),
  );
  const goingOn = await Promise.all([...begun].map(([id, version]) => inVersion(directory, id, version)));
  const fresh = fitting.filter(({ id }) => !begun.has(id));
  return [...goingOn.flat(), ...fresh].map((playbook) => viewOf(playbook, ticks));
}

async function inVersion(directory: Directory, id: string, version: number): Promise<Playbook[]> {
  const known = (await directory.current()).get('playbooks', id);
  const record =
    known?.version === version
      ? known
      : (await directory.versions('playbooks', id)).find((one) => one.version === version);
  return record === undefined ? [] : [playbookOf(record)];
}

function viewOf({ id, version, title, steps }: Playbook, ticks: ReadonlyMap<string, Tick>): CasePlaybook {
  return {
    id,
    version,
    title,
    steps: steps.map((text, at) => {
      const tick = ticks.get(stepKey(id, at + 1));
      return {
        step: at + 1,
        text,
        tickedAt: tick === undefined ? null : iso(tick.at),
        tickedBy: tick?.by ?? null,
      };
    }),
  };
}
