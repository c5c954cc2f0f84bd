import { describeFault, sampleConfig, UserError } from '@watchcase/runtime';
import { settingsSchema } from '../config.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { configured } from './configured.ts';

/** `config sample` and `config check`. */
export function configCommand(args: readonly string[], options: Options, needs: CommandNeeds): number {
  if (args[0] === 'sample')
    needs.print(sampleConfig(settingsSchema, 'Watchcase collector: every setting with its default'));
  else if (args[0] === 'check' && options.config !== undefined) {
    configured(options, needs, (fault) => needs.print(describeFault(fault)));
    needs.print(`${options.config}: no faults`);
  } else
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'config',
      message: '"config sample" or "config check --config FILE" was expected',
    });
  return 0;
}
