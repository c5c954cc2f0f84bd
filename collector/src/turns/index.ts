export { decideSlowDown, LOOK_MS, WELL } from './decide-slow-down.ts';
export { createInbox, type Inbox } from './inbox.ts';
export { keepTrying, type Trying } from './keep-trying.ts';
export { nothingPending, type Pending, takePart } from './pending.ts';
export type { Done, FlowDoors, Rooms } from './rooms.ts';
