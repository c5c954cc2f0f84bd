import type { AgentEvent } from './event.ts';
import { isBackupCopies, isBackupVerified, isRestoreDrill } from './is-backup-facts.ts';
import { isName, isObject, isText, type Raw } from './is-text.ts';
import { isWhole } from './is-whole.ts';
import { LIMITS, MAX_SEQ, MAX_TIME_MS } from './limits.ts';

const UPGRADE_OUTCOMES = new Set(['installed', 'rolled-back', 'refused']);

/**
 * The agent's check of what other processes of its host report, without a library: equal in effect to eventSchema (a test holds them together),
 * except that zero bytes stay in its texts.
 */
export function isEvent(raw: unknown): raw is AgentEvent {
  return (
    isObject(raw) &&
    isWhole(raw['sent'], 0, MAX_TIME_MS) &&
    isWhole(raw['epoch'], 1, MAX_TIME_MS) &&
    isWhole(raw['seq'], 1, MAX_SEQ) &&
    isWhole(raw['after'], 0, MAX_SEQ) &&
    isWhole(raw['time'], 0, MAX_TIME_MS) &&
    typeof raw['kind'] === 'string' &&
    Object.hasOwn(dataChecks, raw['kind']) &&
    isObject(raw['data']) &&
    dataChecks[raw['kind'] as AgentEvent['kind']](raw['data'])
  );
}

const dataChecks: Readonly<Record<AgentEvent['kind'], (data: Raw) => boolean>> = {
  boot: ({ bootTimeMs, bootId, unread }) =>
    isWhole(bootTimeMs, 0, MAX_TIME_MS) &&
    isText(bootId, 0, 64) &&
    (unread === undefined ||
      (Array.isArray(unread) && unread.length <= LIMITS.unread && unread.every(isUnread))),
  'backup-start': (data) =>
    isOfRun(data) && (data['process'] === undefined || isText(data['process'], 0, 128)),
  'backup-end': (data) =>
    isOfRun(data) &&
    typeof data['ok'] === 'boolean' &&
    (data['exitCode'] === null || isWhole(data['exitCode'], Number.MIN_SAFE_INTEGER)) &&
    isAmount(data['durationSeconds']) &&
    isAmount(data['sizeBytes']) &&
    isText(data['output'], 0, 4000) &&
    (data['outcome'] === undefined || isText(data['outcome'], 0, 32)),
  backup_copies: isBackupCopies,
  backup_verified: isBackupVerified,
  restore_drill: isRestoreDrill,
  inventory: (data) => !Array.isArray(data),
  upgrade: ({ order, version, outcome, code, reason }) =>
    isWhole(order, 1) &&
    isText(version, 1, 64) &&
    typeof outcome === 'string' &&
    UPGRADE_OUTCOMES.has(outcome) &&
    isText(code, 0, 64) &&
    isText(reason, 0, 400),
};

function isUnread(raw: unknown): boolean {
  if (!isObject(raw)) return false;
  const { name, job, counted, reason } = raw;
  return (
    isText(name, 1, 200) &&
    (job === undefined || isName(job, 128)) &&
    (counted === undefined || typeof counted === 'boolean') &&
    isText(reason, 1, 400)
  );
}

function isOfRun({ job, run }: Raw): boolean {
  return isName(job, 128) && isText(run, 1, 64);
}

function isAmount(value: unknown): boolean {
  return value === null || (typeof value === 'number' && Number.isFinite(value) && value >= 0);
}
