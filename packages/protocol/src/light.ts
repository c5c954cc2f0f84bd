// What needs no library: an agent that must stay small imports this and nothing else of the package.
export type { Ack, UpgradeOrder } from './ack.ts';
export type { BackupCopies, BackupVerified, RestoreDrill } from './backup-facts.ts';
export {
  drillOutcomes,
  type DrillOutcome,
  locationKinds,
  type LocationKind,
  runOutcomeOf,
  type RunOutcome,
  runOutcomes,
  snapshotKinds,
  type SnapshotKind,
  snapshotStates,
  type SnapshotState,
} from './backup-words.ts';
export type { EnrolReply, EnrolRequest } from './enrolment.ts';
export type { AgentEvent, Unread } from './event.ts';
export { interruptedRun } from './interrupted-run.ts';
export { isAck } from './is-ack.ts';
export { nameText } from './name-text.ts';
export { isEvent } from './is-event.ts';
export type { Layout, LayoutGroup } from './layout.ts';
export { fieldsOf, layoutId, type SeriesName } from './layout-names.ts';
export { seriesCount } from './series-count.ts';
export { LIMITS, MAX_TIME_MS, MOST_SLOW_DOWN, SLOW_DOWN_SERIES, UPGRADES_SERIES } from './limits.ts';
export {
  type AgentPackage,
  type IndexFault,
  isPackage,
  packageKeyPin,
  readIndex,
  signIndex,
} from './package-index.ts';
export { pinnedToken, type TokenParts, tokenParts } from './pinned-token.ts';
export type { Presence } from './presence.ts';
export type { Reading } from './reading.ts';
export { withSentTime } from './sequenced.ts';
export { seriesKey } from './series-key.ts';
export { type KeptBase, type ReadingBase, restoreReading, shortReadingOf } from './short-reading.ts';
export type { ShortReading } from './short-reading-schema.ts';
export {
  downTopic,
  ENROL_USER,
  enrolTopic,
  type HostIdentity,
  hostId,
  identityOf,
  isSlug,
  parseDownTopic,
  parseUpTopic,
  SHARDS,
  shardOf,
  slugOf,
  type UpKind,
  upFilter,
  upTopic,
  usernameOf,
} from './topics.ts';
export type { Unit } from './units.ts';
export { compareVersions, isVersion } from './version-order.ts';
