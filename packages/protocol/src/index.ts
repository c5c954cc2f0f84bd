export * from './light.ts';
export { ackSchema } from './ack.ts';
export { enrolReplySchema, enrolRequestSchema } from './enrolment.ts';
export { eventKinds, eventSchema } from './event.ts';
export { layoutSchema } from './layout.ts';
export { presenceSchema } from './presence.ts';
export { parseReading, readingSchema } from './reading.ts';
export { shortReadingSchema } from './short-reading-schema.ts';
export { unitSchema } from './units.ts';
