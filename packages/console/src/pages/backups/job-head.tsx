import type { BackupJobDetail } from '@watchcase/api';
import type { ComponentChildren } from 'preact';
import { Link } from '../../parts/link.tsx';
import { Ago } from '../../parts/moment.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { Title } from '../../parts/title.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { zonedMinute } from '../../words/moment.ts';
import { scheduleText } from '../../words/schedule-text.ts';
import { JobState } from './job-state.tsx';
import { ThreeTwoOneMark } from './three-two-one.tsx';

/** Which job, how it is, what is expected next, and which cases are open about it. */
export function JobHead({ it, children }: { it: BackupJobDetail; children: ComponentChildren }) {
  const { backupJob } = texts.value;
  return (
    <header class="job-head">
      <div class="marks">
        <JobState state={it.state} />
        <ThreeTwoOneMark it={it} />
      </div>
      <div class="page-top">
        <Title text={it.job} name={`${it.job} · ${it.host.name}`} />
        <div class="page-acts">{children}</div>
      </div>
      <p class="where">
        <Link to={`/hosts/${encodeURIComponent(it.host.id)}`}>{it.host.name}</Link>
        <span>
          {it.customer.name} / {it.site.name}
        </span>
      </p>
      <p class="state-why">{backupJob.lead[it.state]}</p>
      {it.policy === null ? (
        <p class="caution">
          {backupJob.notJudged} <Link to="/backups?view=findings">{backupJob.adoptIt}</Link>
        </p>
      ) : null}
      <Expected it={it} />
      {it.cases.length === 0 ? null : (
        <section aria-label={backupJob.cases}>
          <ul class="case-lines card">
            {it.cases.map((one) => (
              <li key={one.id} class="case-line">
                <Link to={`/cases/${one.id}`}>
                  <SeverityBadge severity={one.severity} />
                  <span class="what">
                    <strong>{one.titles[language.value]}</strong>
                  </span>
                  <span class="due soft">
                    <Ago at={one.openedAt} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </header>
  );
}

const MOST_MOMENTS = 2;

/** When it is to run, in the time of its schedule. */
function Expected({ it }: { it: BackupJobDetail }) {
  const { backupJob, backups } = texts.value;
  const at = (time: string) => (
    <time dateTime={time} title={it.zone}>
      {zonedMinute(Date.parse(time), language.value, it.zone)}
    </time>
  );
  const then = it.nextMoments.filter((time) => time !== it.expectedAt).slice(0, MOST_MOMENTS);
  return (
    <dl class="card facts">
      {it.policy === null ? null : (
        <>
          <dt>{backups.policy}</dt>
          <dd>
            <Link to={`/directory/backupPolicies/${encodeURIComponent(it.policy.id)}`}>
              {it.policy.title}
            </Link>
          </dd>
        </>
      )}
      {it.schedule === null ? null : (
        <>
          <dt>{backupJob.schedule}</dt>
          <dd>{scheduleText(it.schedule, { ...texts.value, language: language.value })}</dd>
        </>
      )}
      {it.expectedAt === null ? null : (
        <>
          <dt>{backupJob.next}</dt>
          <dd>
            {at(it.expectedAt)}
            {it.deadline === null ? null : (
              <span class="soft">
                , {backupJob.lateAfter} {at(it.deadline)}
              </span>
            )}
          </dd>
        </>
      )}
      {then.length === 0 ? null : (
        <>
          <dt>{backupJob.afterThat}</dt>
          <dd>
            {then.map((time, index) => (
              <span key={time}>
                {index === 0 ? '' : ' · '}
                {at(time)}
              </span>
            ))}
          </dd>
        </>
      )}
      {it.runningSince[0] === undefined ? null : (
        <>
          <dt>{backupJob.runningSince}</dt>
          <dd>
            <Ago at={it.runningSince[0]} />
          </dd>
        </>
      )}
      <dt>{backupJob.lastEnd}</dt>
      <dd>{it.lastEnd === null ? backupJob.never : <Ago at={it.lastEnd} />}</dd>
      {it.judgedAt === null ? null : (
        <>
          <dt>{backupJob.judged}</dt>
          <dd>
            <Ago at={it.judgedAt} />
          </dd>
        </>
      )}
    </dl>
  );
}
