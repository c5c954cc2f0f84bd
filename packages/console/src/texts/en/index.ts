import { access } from './access.ts';
import { backupCare } from './backup-care.ts';
import { backupChecks } from './backup-checks.ts';
import { backupJob } from './backup-job.ts';
import { backupPolicy } from './backup-policy.ts';
import { backups } from './backups.ts';
import { caseWork } from './case-work.ts';
import { cases } from './cases.ts';
import { escalation } from './escalation.ts';
import { eventFacts, events } from './events.ts';
import { directory } from './directory.ts';
import { faults } from './faults.ts';
import { figures } from './figures.ts';
import { addHost, hosts, names, refusals } from './hosts.ts';
import { knowledge } from './knowledge.ts';
import { contact } from './contact.ts';
import { oncall } from './oncall.ts';
import { overview } from './overview.ts';
import { portal } from './portal.ts';
import { records } from './records.ts';
import { rollouts } from './rollouts.ts';
import { schedule } from './schedule.ts';
import { shell } from './shell.ts';

/** Everything the console says in English. */
export const en = {
  shell,
  access,
  cases,
  caseWork,
  escalation,
  events,
  eventFacts,
  knowledge,
  hosts,
  addHost,
  names,
  refusals,
  faults,
  backups,
  backupJob,
  backupChecks,
  backupCare,
  backupPolicy,
  directory,
  figures,
  contact,
  oncall,
  overview,
  portal,
  records,
  rollouts,
  schedule,
};
