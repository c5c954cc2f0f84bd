/** Why a message had no effect; counted in /metrics. */
export type RefusalReason =
  | 'unknown_topic'
  | 'unknown_host'
  | 'revoked_host'
  | 'oversized'
  | 'malformed'
  | 'unknown_layout'
  | 'too_many_layouts'
  | 'too_many_streams'
  | 'too_many_jobs'
  | 'reserved_name'
  | 'duplicate'
  | 'gap'
  | 'stale_will';
