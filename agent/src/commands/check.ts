import type { CommandNeeds, Options } from './needs.ts';
export function checkCommand(_o: Options, needs: CommandNeeds, _rest: readonly string[]): number {
  needs.print('check');
  return 1;
}
