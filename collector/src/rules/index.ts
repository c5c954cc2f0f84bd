export { createRuleEngine, type RuleEngine } from './engine.ts';
export { loadPacks, parsePacks, readPacks, readTests, reloadPacks, windowsBeyond } from './load.ts';
export { type PackTestResult, testPack } from './pack-test.ts';
export type { RulePack } from './rule.ts';
export { createUntiedTeller } from './tell-untied.ts';
export { tieRules } from './tie-rules.ts';
