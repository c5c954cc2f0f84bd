import { runFaultKills } from '../test/scenarios/run-fault-kills.ts';
import { eachDeployment, type KillOptions } from './each-deployment.ts';

/** Real faults of this machine while collector and agent are killed. */
export function runFaults(options: KillOptions): Promise<boolean> {
  return eachDeployment('faults', options, (house) => runFaultKills(house, options));
}
