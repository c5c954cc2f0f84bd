import type { DirectoryRecordDetail } from '@watchcase/api';
import { Link } from '../../parts/link.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import {
  backupPolicySaid,
  notAskedSaid,
  type PolicyWords,
  type SaidTerm,
} from '../../words/backup-policy-said.ts';
import type { RecordWords } from '../../words/record-said.ts';
import { scheduleText, scheduleWritten } from '../../words/schedule-text.ts';
import { secondsSaid } from '../../words/span.ts';
import type { WrittenBackupPolicy } from '../../words/written-backup-policy.ts';
import { NamingContracts } from './naming-contracts.tsx';

/** A backup policy as what it is: which jobs it is for, when they are to run, what must be there, how that is proved, and how bad a breach is. */
export function BackupPolicyFacts({
  record: { id, data, retired },
  words,
}: {
  record: DirectoryRecordDetail;
  words: RecordWords;
}) {
  const { backupPolicy, cases, shell } = texts.value;
  const policy = data as unknown as WrittenBackupPolicy;
  const said: PolicyWords = {
    ...words,
    backupPolicy,
    severity: cases.severity,
    seconds: (seconds) => secondsSaid(seconds, shell.unit),
    schedule: scheduleSaid(policy.schedule),
  };
  const missing = notAskedSaid(policy, said);
  return (
    <>
      {backupPolicySaid(policy, said).map(({ title, terms }) => (
        <section key={title}>
          <div class="section-top">
            <h2>{title}</h2>
            {title === backupPolicy.jobs && !retired ? (
              <Link to={`/backups?policy=${encodeURIComponent(id)}`} class="to-judged">
                {backupPolicy.judged}
              </Link>
            ) : null}
          </div>
          {title === backupPolicy.jobs && terms.length > 1 ? (
            <p class="soft">{backupPolicy.everyList}</p>
          ) : null}
          <Terms terms={terms} />
          {title === backupPolicy.jobs ? <NamingContracts policy={id} /> : null}
        </section>
      ))}
      {missing === '' ? null : <Terms terms={[{ name: backupPolicy.notAsked, text: missing, note: '' }]} />}
    </>
  );
}

function Terms({ terms }: { terms: readonly SaidTerm[] }) {
  const { backupPolicy } = texts.value;
  return (
    <dl class="card record-facts">
      {terms.map(({ name, text, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {text}
            {note === backupPolicy.byDefault ? <span class="by-default soft"> · {note}</span> : null}
            {note === '' || note === backupPolicy.byDefault ? null : (
              <span class="term-note soft">{note}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** In words, and as it is written where that says more. */
function scheduleSaid(schedule: WrittenBackupPolicy['schedule']): PolicyWords['schedule'] {
  const text = scheduleText(schedule, { ...texts.value, language: language.value });
  const written = scheduleWritten(schedule);
  if (written === '') return { text, note: texts.value.backupPolicy.afterLast };
  return { text, note: text.startsWith(written) ? '' : written };
}
