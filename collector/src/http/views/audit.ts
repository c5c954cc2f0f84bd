import type { AuditLine, Door } from '@watchcase/api';
import type { AuditRow } from '../../audit/index.ts';
import { iso } from './time.ts';

/** A line of the audit log as others see it. */
export function auditView({ id, time, actor, door, subject, act, before, after }: AuditRow): AuditLine {
  return {
    id,
    time: iso(time),
    actor,
    door: door as Door,
    subject,
    act,
    before: valueOf(before),
    after: valueOf(after),
  };
}

function valueOf(text: string | null): unknown {
  return text === null ? null : (JSON.parse(text) as unknown);
}
