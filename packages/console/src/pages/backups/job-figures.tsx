import type { BackupJobDetail } from '@watchcase/api';
import { Ago } from '../../parts/moment.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { columnDay } from '../../words/column-day.ts';
import { dayText } from '../../words/moment.ts';
import { spanText } from '../../words/span.ts';

/** What a restore would lose and how long it takes, against what is promised; and when that was proved last. */
export function JobFigures({ it }: { it: BackupJobDetail }) {
  const { backupJob } = texts.value;
  return (
    <section>
      <h2>{backupJob.figures}</h2>
      <div class="job-figures">
        <Lost rpo={it.rpo} />
        <Restore rto={it.rto} />
        <div class="card figure">
          <h3>{backupJob.lastDrill}</h3>
          <p class="number">{it.drilledAt === null ? backupJob.never : <Ago at={it.drilledAt} />}</p>
          <p class="spread">
            {it.drillDueAt === null
              ? backupJob.drillUnasked
              : backupJob.drillDue(dayText(Date.parse(it.drillDueAt), language.value))}
          </p>
        </div>
      </div>
    </section>
  );
}

function span(seconds: number): string {
  return spanText(seconds * 1000, texts.value.shell.unit);
}

function tone(value: number | null, limit: number | null): string {
  if (limit === null) return '';
  return value === null || value > limit ? 'bad' : 'good';
}

function Lost({ rpo }: { rpo: BackupJobDetail['rpo'] }) {
  const { backupJob } = texts.value;
  // A worst that is less than now was told when the job was judged last.
  const { nowSeconds, worstSeconds, worstOn, limitSeconds } = rpo;
  return (
    <div class="card figure">
      <h3>{backupJob.rpo}</h3>
      <p class={`number ${tone(nowSeconds, limitSeconds)}`}>
        {nowSeconds === null ? backupJob.nothing : span(nowSeconds)}
        {limitSeconds === null ? null : <span class="goal">{backupJob.limit(span(limitSeconds))}</span>}
      </p>
      {worstSeconds === null || worstOn === null || worstSeconds <= (nowSeconds ?? 0) ? null : (
        <p class="spread">{backupJob.worst(span(worstSeconds), columnDay(worstOn, language.value).name)}</p>
      )}
    </div>
  );
}

function Restore({ rto }: { rto: BackupJobDetail['rto'] }) {
  const { backupJob } = texts.value;
  const { lastSeconds, medianSeconds, worstSeconds, trendSecondsPerYear: trend, limitSeconds } = rto;
  return (
    <div class="card figure">
      <h3>{backupJob.rto}</h3>
      <p class={`number ${lastSeconds === null ? '' : tone(lastSeconds, limitSeconds)}`}>
        {lastSeconds === null ? '–' : span(lastSeconds)}
        {limitSeconds === null ? null : <span class="goal">{backupJob.limit(span(limitSeconds))}</span>}
      </p>
      <p class="spread">
        {lastSeconds === null ? backupJob.unknownYet : null}
        {medianSeconds === null || worstSeconds === null
          ? null
          : backupJob.median(span(medianSeconds), span(worstSeconds))}
        {trend === null || Math.abs(trend) < 1
          ? null
          : ` · ${trend > 0 ? backupJob.growing(span(trend)) : backupJob.shrinking(span(trend))}`}
      </p>
    </div>
  );
}
