import type { CommandNeeds, Options } from './needs.ts';
export function backupCommand(_o: Options, needs: CommandNeeds, _rest: readonly string[]): number {
  needs.print('backup');
  return 1;
}
