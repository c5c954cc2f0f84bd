import type { WatchFault, WatchView } from '@watchcase/api';
import type { AuditorState } from '../auditor/index.ts';
import type { RoundsState } from './rounds.ts';

/** What is known when somebody looks. */
export interface WatchFacts {
  /** Null where no synthetic alerts are sent, or another collector sends them. */
  rounds: Readonly<RoundsState> | null;
  /** Between two, milliseconds. */
  everyMs: number;
  hasHeartbeat: boolean;
  audit: Readonly<AuditorState>;
  /** The collector's own backups; null where it makes none. */
  backup: { newestAt: number | null; isFailed: boolean } | null;
  /** Some cases are ours to look at. */
  isAuditing: boolean;
  /** Since when rounds could have been made, and now, Unix milliseconds. */
  since: number;
  now: number;
}

/** Beyond the time between two rounds, for the round itself with its second try, milliseconds. */
const GRACE_MS = 180_000;

/** How the collector watches over itself (pure): what was lost or missed last, and what has not come for longer than two rounds. */
export function watchView(facts: WatchFacts): WatchView {
  const { rounds, hasHeartbeat } = facts;
  const { at, cases, forgotten } = facts.audit;
  const audit = { at: iso(at), cases, forgotten };
  const backup = facts.backup === null ? null : { at: iso(facts.backup.newestAt) };
  const ofAnyCollector = [...auditFaults(facts), ...backupFaults(facts)];
  if (rounds === null)
    return { faults: ofAnyCollector, syntheticAlert: null, heartbeat: null, audit, backup };
  const { end } = rounds.alert ?? {};
  return {
    faults: [
      ...ofAnyCollector,
      ...alertFaults(facts, rounds),
      ...(hasHeartbeat ? beatFaults(facts, rounds) : []),
    ],
    audit,
    backup,
    syntheticAlert: {
      arrivedAt: iso(rounds.arrivedAt),
      seconds: end?.because === 'arrived' ? end.tookMs / 1000 : null,
    },
    heartbeat: hasHeartbeat ? { at: iso(rounds.beatAt) } : null,
  };
}

/** A pass a minute, and one that was missed. */
const AUDIT_LATE_MS = 150_000;

function auditFaults({ audit: { at, forgotten }, isAuditing, since, now }: WatchFacts): WatchFault[] {
  if (!isAuditing) return [];
  const fault = (because: string): WatchFault[] => [{ part: 'auditor', because, since: iso(at) }];
  if (now - (at ?? since) > AUDIT_LATE_MS) return fault('unaudited');
  return forgotten > 0 ? fault('forgotten') : [];
}

/** One a day, and two hours for it. */
const BACKUP_LATE_MS = 26 * 3_600_000;

function backupFaults({ backup, since, now }: WatchFacts): WatchFault[] {
  if (backup === null) return [];
  const fault = (because: string): WatchFault[] => [{ part: 'backup', because, since: iso(backup.newestAt) }];
  if (backup.isFailed) return fault('failed');
  return now - Math.max(backup.newestAt ?? 0, since) > BACKUP_LATE_MS ? fault('old') : [];
}

function alertFaults(facts: WatchFacts, { alert, arrivedAt }: Readonly<RoundsState>): WatchFault[] {
  const fault = (because: string): WatchFault[] => [
    { part: 'synthetic-alert', because, since: iso(arrivedAt) },
  ];
  if (alert !== null && alert.end.because !== 'arrived') return fault(alert.end.because);
  return isLate(facts, alert?.at) ? fault('late') : [];
}

function beatFaults(facts: WatchFacts, { beat, beatAt }: Readonly<RoundsState>): WatchFault[] {
  const fault = (because: string): WatchFault[] => [{ part: 'heartbeat', because, since: iso(beatAt) }];
  if (beat !== null && !beat.taken) return fault('missed');
  return isLate(facts, beat?.at) ? fault('late') : [];
}

function isLate({ everyMs, since, now }: WatchFacts, at: number | undefined): boolean {
  return now - (at ?? since) > 2 * everyMs + GRACE_MS;
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
