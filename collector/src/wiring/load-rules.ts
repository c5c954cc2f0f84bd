import type { Log } from '@watchcase/runtime';
import type { CollectorConfig } from '../config.ts';
import { loadPacks, parsePacks, type RulePack, windowsBeyond } from '../rules/index.ts';
import { syntheticPack } from '../watch/index.ts';

const HOUR_MS = 3_600_000;

/**
 * The rule packs of the config's folder. A window that history cannot fill again after a start is said and works all the same: who has kept fewer hours until
 * today must not be left without rules. The rule of synthetic alerts is among them. Throws UserError with every fault of every pack.
 */
export function loadRules({ rules, history, cluster }: CollectorConfig, log: Log): RulePack[] {
  const packs = loadPacks(rules.folder);
  // With several collectors the store keeps what windows need.
  const beyond = cluster ? [] : packs.flatMap((pack) => windowsBeyond(pack, history.rawHours * HOUR_MS));
  for (const { message, ...fault } of beyond) log.warn(fault, message);
  return [...packs, ...parsePacks([syntheticPack]).packs];
}
