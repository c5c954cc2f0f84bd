export { createRuleEngine, type RuleEngine } from './engine.ts';
export { isTestFile, loadPacks, parsePacks, readPacks, readText, reloadPacks } from './load.ts';
export { type PackTestResult, testPack } from './pack-test.ts';
export type { RulePack } from './rule.ts';
