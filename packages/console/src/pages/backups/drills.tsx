import type { BackupMatrixRow } from '@watchcase/api';
import { readBackups } from '../../api/backups.ts';
import { Link } from '../../parts/link.tsx';
import { Ago } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { PlaceFilters } from '../../parts/place-filters.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { useList } from '../../state/list.ts';
import { query } from '../../state/route.ts';
import { second } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { backupAddress } from '../../words/backup-address.ts';
import { type DueDrill, drillMonths } from '../../words/drill-months.ts';
import { dayText, monthText } from '../../words/moment.ts';
import { DrillFeeds } from './drill-feeds.tsx';

/** When drills are due, the earliest first, month by month; and addresses under which other calendars read that. */
export function DrillsView() {
  const { backupCare } = texts.value;
  const customer = query.value.get('customer') ?? '';
  const site = query.value.get('site') ?? '';
  const list = useList<BackupMatrixRow>(
    `drills due ${customer} ${site}`,
    (paging, signal) => readBackups({ customer, site, sort: 'drill', days: 1, ...paging }, signal),
    { everyMs: 60_000 },
  );
  const months = list.data.value === undefined ? undefined : drillMonths(list.data.value.items);
  const isAllAsked = list.data.value?.items.every(({ drillDueAt }) => drillDueAt !== null) ?? false;
  return (
    <>
      <div class="section-top">
        <p class="lead">{backupCare.drillsLead}</p>
        <PlaceFilters />
      </div>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {months === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={4} height={56} />
        ) : null
      ) : months.length === 0 ? (
        <Empty icon="clock" title={backupCare.noDrills}>
          <p>{backupCare.noDrillsText}</p>
        </Empty>
      ) : (
        months.map(({ month, drills }) => (
          <section key={month} class="drill-month">
            <h2>{monthText(month, language.value)}</h2>
            <ul class="card drill-list">
              {drills.map((drill) => (
                <Due key={`${drill.it.host.id} ${drill.it.job}`} drill={drill} />
              ))}
            </ul>
          </section>
        ))
      )}
      {isAllAsked ? <MoreButton list={list} /> : null}
      <DrillFeeds />
    </>
  );
}

function Due({ drill: { it, dueAt } }: { drill: DueDrill }) {
  const { backupCare } = texts.value;
  const isOverdue = dueAt < second.value;
  return (
    <li class="drill-due">
      <span class={isOverdue ? 'overdue-word' : ''}>
        <time dateTime={new Date(dueAt).toISOString()}>{dayText(dueAt, language.value)}</time>
        {isOverdue ? <strong class="place">{backupCare.overdue}</strong> : null}
      </span>
      <span class="what">
        <Link to={backupAddress(it.host.id, it.job)}>{it.job}</Link>
        <span class="soft place">
          {it.host.name} · {it.customer.name}
        </span>
      </span>
      <span class="soft">
        {it.drilledAt === null ? (
          backupCare.neverDrilled
        ) : (
          <>
            {backupCare.last} <Ago at={it.drilledAt} />
          </>
        )}
      </span>
    </li>
  );
}
