export { appendAudit, type AuditEntry, type AuditRow, readAudit } from './log.ts';
