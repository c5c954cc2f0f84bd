export { type Escalations, openEscalations } from './open-escalation.ts';
export { hurryEscalation, nextEscalationAt, rebuildEscalation } from './escalation-rows.ts';
export type { Reachable } from './who-is-there.ts';
export { explainEscalation } from './explain-escalation.ts';
