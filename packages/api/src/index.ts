export * from './alerts.ts';
export * from './cases.ts';
export * from './enrolments.ts';
export * from './hosts.ts';
export * from './live.ts';
export * from './problem.ts';
export * from './session.ts';
export * from './vocabulary.ts';
