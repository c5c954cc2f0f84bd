/** Ids for a condition `in`: of none nothing is found, where PostgreSQL would not take an empty list. */
export function among(ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [''] : ids;
}
