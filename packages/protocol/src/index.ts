export { type Ack, ackSchema } from './ack.ts';
export { enrolReplySchema, enrolRequestSchema, type EnrolReply, type EnrolRequest } from './enrolment.ts';
export { type AgentEvent, eventKinds, eventSchema } from './event.ts';
export {
  fieldsOf,
  type Layout,
  type LayoutGroup,
  layoutId,
  layoutSchema,
  seriesCount,
  type SeriesName,
} from './layout.ts';
export { LIMITS } from './limits.ts';
export { type Presence, presenceSchema } from './presence.ts';
export { parseReading, type Reading, readingSchema } from './reading.ts';
export { seriesKey } from './series-key.ts';
export { withSentTime } from './sequenced.ts';
export {
  type ReadingBase,
  restoreReading,
  type ShortReading,
  shortReadingOf,
  shortReadingSchema,
} from './short-reading.ts';
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
export { type Unit, unitSchema } from './units.ts';
