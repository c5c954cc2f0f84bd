import type { CaseDetail } from '@watchcase/api';
import { Link } from '../../parts/link.tsx';
import { Moment } from '../../parts/moment.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { language } from '../../state/language.ts';
import { mayOpen } from '../../state/may-open.ts';
import { texts } from '../../texts/index.ts';
import { alertJobAddress } from '../../words/backup-address.ts';

/** The alerts that are this case's evidence. */
export function CaseAlerts({ alerts, count }: { alerts: CaseDetail['alerts']; count: number }) {
  const { cases, hosts } = texts.value;
  if (alerts.length === 0) return null;
  return (
    <section class="card">
      <h2>{cases.alerts}</h2>
      <ul class="alert-list">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <div class="marks">
              <SeverityBadge severity={alert.severity} />
              <span class={`alert-state ${alert.state}`}>{cases.alertState[alert.state]}</span>
            </div>
            <p>{alert.titles[language.value]}</p>
            {alert.why === null ? null : <p class="reason">{alert.why}</p>}
            {alert.said === null ? null : (
              <details open>
                <summary>{hosts.backup.output}</summary>
                <pre>{alert.said}</pre>
              </details>
            )}
            <JobLink alert={alert} />
            <p class="at">
              <code>{alert.rule}</code> {cases.since} <Moment at={alert.activeSince} />
            </p>
          </li>
        ))}
      </ul>
      {count > alerts.length ? <p class="soft">{cases.moreAlerts(count - alerts.length)}</p> : null}
    </section>
  );
}

/** Of an alert about a backup: the job's page, where all that is known of it stands. */
function JobLink({ alert }: { alert: CaseDetail['alerts'][number] }) {
  const to = alertJobAddress(alert);
  if (to === undefined || !mayOpen('backup-job')) return null;
  return (
    <p>
      <Link to={to}>{texts.value.backups.toJob(alert.labels['job'] ?? '')}</Link>
    </p>
  );
}
