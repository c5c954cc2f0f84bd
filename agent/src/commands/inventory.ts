import { readInventory } from '../host/inventory.ts';
import type { CommandNeeds, Options } from './needs.ts';

/** `inventory`: what this machine is, as JSON. The running agent asks it once a day, in a process of its own, for what it loads is large. */
export async function inventoryCommand(_options: Options, needs: CommandNeeds): Promise<number> {
  needs.print(JSON.stringify(await readInventory(needs.clock)));
  return 0;
}
