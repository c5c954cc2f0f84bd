export { type Auditor, type AuditorState, startAuditor } from './auditor.ts';
export { type LastPasses, readPasses } from './passes.ts';
