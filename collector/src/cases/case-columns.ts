import type { CaseRow } from './log.ts';

const columns: Readonly<Record<keyof CaseRow, true>> = {
  id: true,
  group_key: true,
  unresolved: true,
  title: true,
  title_zh: true,
  state: true,
  severity: true,
  severity_rank: true,
  category: true,
  customer_id: true,
  site_id: true,
  host_id: true,
  scope: true,
  opened_at: true,
  acknowledged_at: true,
  acknowledged_by: true,
  recovered_at: true,
  resolved_at: true,
  closed_at: true,
  comes_back_at: true,
  detected_late: true,
  breached: true,
  next_due: true,
  next_at: true,
  policy: true,
  contract: true,
  outside: true,
  confirmed_at: true,
  held_reason: true,
  held_until: true,
  assignee: true,
  team: true,
  watchers: true,
  rating: true,
  merged_into: true,
  last_seq: true,
  source: true,
  rule: true,
  kind: true,
};

/** All columns of a case's row by their names: of a statement that asks for `*` PostgreSQL keeps no plan. */
export const CASE_COLUMN_NAMES = Object.keys(columns) as (keyof CaseRow)[];

/** The same with the name of their table. */
export const CASE_COLUMNS = CASE_COLUMN_NAMES.map((name) => `cases.${name}` as const);
