import type { Overview } from '@watchcase/api';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { Ago } from '../../parts/moment.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';

/** Backups that are late, or failed, or cannot be read, the oldest trouble first. */
export function LateBackups({ backups }: { backups: Overview['backups'] }) {
  const { overview } = texts.value;
  if (backups.count === 0)
    return (
      <p class="good-line">
        <Icon name="check" size={18} />
        {overview.noBackups}
      </p>
    );
  const more = backups.count - backups.items.length;
  return (
    <>
      <ul class="case-lines">
        {backups.items.map((late) => (
          <li key={late.alertId} class="case-line">
            <Link
              to={
                late.caseId === null ? `/hosts/${encodeURIComponent(late.host.id)}` : `/cases/${late.caseId}`
              }
            >
              <SeverityBadge severity={late.severity} />
              <span class="what">
                <strong>{late.titles[language.value]}</strong>
                <span class="soft">
                  {late.host.name} · {late.customer.name}
                </span>
              </span>
              <span class="due soft">
                <Ago at={late.since} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {more > 0 ? <p>{overview.more(more)}</p> : null}
    </>
  );
}
