export { createRuleEngine, type RuleEngine } from './engine.ts';
export type { UntiedRule } from './explain-untied.ts';
export { isTestFile, loadPacks, parsePacks, readPacks, readTests, reloadPacks } from './load.ts';
export { type PackTestResult, testPack } from './pack-test.ts';
export { tieRules } from './program.ts';
export type { RuleTies } from './program-shelf.ts';
export type { RulePack } from './rule.ts';
