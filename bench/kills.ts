import { runKills } from '../test/scenarios/run-kills.ts';
import { eachDeployment, type KillOptions } from './each-deployment.ts';

/** Played hosts with known samples while the collector is killed. */
export function runPlayed(options: KillOptions): Promise<boolean> {
  return eachDeployment('kills', options, (house) => runKills(house, options));
}
