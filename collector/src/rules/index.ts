export { createRuleEngine, type RuleEngine } from './engine.ts';
export { loadPacks, parsePacks, readPacks, reloadPacks } from './load.ts';
export { type PackTestResult, testPack } from './pack-test.ts';
export type { RulePack } from './rule.ts';
