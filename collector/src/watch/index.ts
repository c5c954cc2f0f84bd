export { watchConfigSchema } from './config.ts';
export { createHeartbeat } from './heartbeat.ts';
export { syntheticShard } from './messages.ts';
export { syntheticPack } from './pack.ts';
export { preparePlace, sweepPlace, syntheticUser } from './place.ts';
export { type Rounds, startRounds } from './rounds.ts';
export { createTestPost, type TestPost } from './test-post.ts';
export { walk } from './walk.ts';
export { watchView } from './watch-view.ts';
