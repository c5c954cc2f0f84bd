import type { Ack, UpgradeOrder } from './ack.ts';
import { isWhole } from './is-whole.ts';
import { MAX_TIME_MS, MOST_SLOW_DOWN } from './limits.ts';

/** The agent's check, without a library: equal in effect to ackSchema (a test holds them together). */
export function isAck(raw: unknown): raw is Ack {
  if (!isObject(raw)) return false;
  const { time, epochs, needLayouts, slowDown, upgrade } = raw as Partial<Record<keyof Ack, unknown>>;
  return (
    (slowDown === undefined || isSlowDown(slowDown)) &&
    (upgrade === undefined || isOrder(upgrade)) &&
    isWhole(time, 0, MAX_TIME_MS) &&
    Array.isArray(epochs) &&
    epochs.every(isCursor) &&
    Array.isArray(needLayouts) &&
    needLayouts.every((id) => typeof id === 'string')
  );
}

function isSlowDown(value: unknown): boolean {
  return typeof value === 'number' && value >= 1 && value <= MOST_SLOW_DOWN;
}

function isOrder(raw: unknown): boolean {
  if (!isObject(raw)) return false;
  const { order, version, url } = raw as Partial<Record<keyof UpgradeOrder, unknown>>;
  return isWhole(order, 1) && isText(version, 64) && (url === undefined || isText(url, 1000));
}

function isText(value: unknown, max: number): boolean {
  return typeof value === 'string' && value.length >= 1 && value.length <= max;
}

function isCursor(raw: unknown): boolean {
  if (!isObject(raw)) return false;
  const { epoch, seq } = raw as { epoch?: unknown; seq?: unknown };
  return isWhole(epoch, 1, MAX_TIME_MS) && isWhole(seq, 0);
}

function isObject(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
