import { drillOutcomes, locationKinds, snapshotKinds, snapshotStates } from './backup-words.ts';
import { isName, isObject, isText, type Raw } from './is-text.ts';
import { isWhole } from './is-whole.ts';
import { LIMITS, MAX_TIME_MS } from './limits.ts';

/** backupCopiesSchema's data, without a library. */
export function isBackupCopies(data: Raw): boolean {
  const { newest, unusable, spread } = data;
  return (
    isName(data['job'], 128) &&
    isName(data['tool'], 32) &&
    isName(data['location'], LIMITS.tagLength) &&
    isOneOf(locationKinds, data['kind']) &&
    isTime(data['at']) &&
    (newest === null || (isObject(newest) && isNewest(newest))) &&
    (unusable === undefined || (isObject(unusable) && isUnusable(unusable))) &&
    isNullOr(isTime, data['oldestAt']) &&
    isWhole(data['count'], 0) &&
    (spread === undefined || (isObject(spread) && isSpread(spread))) &&
    isNullOr(isSize, data['bytes']) &&
    isNullOr(isTime, data['verifiedAt']) &&
    (data['verification'] === null || isText(data['verification'], 0, 400)) &&
    (data['sound'] === undefined || typeof data['sound'] === 'boolean')
  );
}

/** backupVerifiedSchema's data, without a library. */
export function isBackupVerified({ job, location, at, sound, found }: Raw): boolean {
  return (
    isName(job, 128) &&
    isName(location, LIMITS.tagLength) &&
    isTime(at) &&
    typeof sound === 'boolean' &&
    isText(found, 0, 400)
  );
}

/** restoreDrillSchema's data, without a library. */
export function isRestoreDrill(data: Raw): boolean {
  const { checks, note } = data;
  return (
    isName(data['job'], 128) &&
    isName(data['tool'], 32) &&
    isText(data['runId'], 1, 64) &&
    isTime(data['startedAt']) &&
    isTime(data['endedAt']) &&
    isOneOf(drillOutcomes, data['outcome']) &&
    Array.isArray(checks) &&
    checks.length <= LIMITS.drillChecks &&
    checks.every(isCheck) &&
    isNullOr(isSize, data['restoredBytes']) &&
    isNullOr(isTime, data['snapshotAt']) &&
    (note === undefined || isText(note, 0, 4000))
  );
}

function isSpread({ days, weeks, months }: Raw): boolean {
  return isWhole(days, 0) && isWhole(weeks, 0) && isWhole(months, 0);
}

function isNewest(newest: Raw): boolean {
  return (
    isNullOr(isTime, newest['startedAt']) &&
    isNullOr(isTime, newest['endedAt']) &&
    isOneOf(snapshotKinds, newest['kind']) &&
    isNullOr(isSize, newest['bytes']) &&
    isNullOr(isSize, newest['files']) &&
    isOneOf(snapshotStates, newest['complete']) &&
    (newest['expiresAt'] === undefined || isTime(newest['expiresAt']))
  );
}

function isUnusable({ startedAt, endedAt }: Raw): boolean {
  return isNullOr(isTime, startedAt) && isNullOr(isTime, endedAt);
}

function isCheck(raw: unknown): boolean {
  return (
    isObject(raw) &&
    isText(raw['name'], 1, 128) &&
    typeof raw['passed'] === 'boolean' &&
    isText(raw['found'], 0, 400)
  );
}

function isNullOr(is: (value: unknown) => boolean, value: unknown): boolean {
  return value === null || is(value);
}

function isOneOf(words: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && words.includes(value);
}

function isTime(value: unknown): boolean {
  return isWhole(value, 0, MAX_TIME_MS);
}

function isSize(value: unknown): boolean {
  return isWhole(value, 0);
}
