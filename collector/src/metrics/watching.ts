import { Counter, Gauge, type Registry } from 'prom-client';

/** How the collector watches over itself. Times in Unix milliseconds; undefined as long as there was none. */
export interface Watching {
  /** From message to page, of the last one if it arrived. */
  alertSeconds: number | undefined;
  arrivedAt: number | undefined;
  beatAt: number | undefined;
  lost: number;
  missed: number;
  auditedAt: number | undefined;
  auditSeconds: number;
  /** Open cases that nobody was at, in the last pass. */
  forgotten: number;
  repairs: number;
  /** Of the newest backup of the collector itself. */
  backupAt: number | undefined;
}

/** Registers it; what there was none of is absent, so that an alarm can say so. */
export function watchWatching(registers: Registry[], read: () => Watching): void {
  const newest = (name: string, help: string, value: (from: Watching) => number | undefined) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.remove();
        const now = value(read());
        if (now !== undefined) this.set(now);
      },
    });
  const total = (name: string, help: string, value: (from: Watching) => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value(read()));
      },
    });
  newest(
    'watchcase_synthetic_alert_seconds',
    'How long the last synthetic alert took from its message to its page; absent when it is lost',
    ({ alertSeconds }) => alertSeconds,
  );
  newest(
    'watchcase_synthetic_alert_arrived_seconds',
    'When a synthetic alert arrived last, Unix time',
    ({ arrivedAt }) => inSeconds(arrivedAt),
  );
  total(
    'watchcase_synthetic_alerts_lost_total',
    'Synthetic alerts that were lost, each twice in a row',
    ({ lost }) => lost,
  );
  newest(
    'watchcase_heartbeat_sent_seconds',
    'When the other side was told last that all is well, Unix time',
    ({ beatAt }) => inSeconds(beatAt),
  );
  total(
    'watchcase_heartbeats_missed_total',
    'Heartbeats that were due and not sent, or not taken by the other side',
    ({ missed }) => missed,
  );
  newest(
    'watchcase_own_backup_seconds',
    'When the newest backup of the collector itself was made, Unix time',
    ({ backupAt }) => inSeconds(backupAt),
  );
  newest(
    'watchcase_audit_seconds',
    'How long the auditor took last to look at the open cases',
    ({ auditedAt, auditSeconds }) => (auditedAt === undefined ? undefined : auditSeconds),
  );
  newest(
    'watchcase_audited_seconds',
    'When the auditor looked at the open cases last, Unix time',
    ({ auditedAt }) => inSeconds(auditedAt),
  );
  newest(
    'watchcase_forgotten_cases',
    'Open cases that nobody was at, when the auditor looked last',
    ({ forgotten }) => forgotten,
  );
  total(
    'watchcase_audit_repairs_total',
    'Open cases for which the auditor asked for somebody, since the start',
    ({ repairs }) => repairs,
  );
}

function inSeconds(at: number | undefined): number | undefined {
  return at === undefined ? undefined : at / 1000;
}
