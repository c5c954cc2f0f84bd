import { chosenOf } from '../chosen.ts';
import { describeFault } from '@watchcase/runtime';
import { loadConfig } from './config.ts';
import { type CommandNeeds, configFile, type Options } from './needs.ts';
import { neededRights, unitDropIn } from './needed-rights.ts';

/** `unit`: prints the drop-in for the agent's systemd unit that gives it what the config asks for and no more. Errors: those of the config. */
export function unitCommand(options: Options, needs: CommandNeeds): number {
  const file = configFile(options, needs);
  const config = loadConfig(file, needs, (fault) => needs.complain(describeFault(fault)));
  needs.print(unitDropIn(neededRights(chosenOf(config)), file ?? 'the defaults'));
  return 0;
}
