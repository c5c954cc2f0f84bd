import type { CommandNeeds, Options } from './needs.ts';
export function statusCommand(_o: Options, needs: CommandNeeds, _rest: readonly string[]): number {
  needs.print('status');
  return 1;
}
