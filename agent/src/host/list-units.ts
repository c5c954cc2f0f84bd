import type { Clock } from '@watchcase/runtime';
import { z } from 'zod';
import { callBus } from './call-dbus.ts';
import type { BusCall } from './dbus-writer.ts';

/** Which systemd units to look at: by exact name, loading what is not loaded, and by pattern among those loaded. */
export interface UnitsAsked {
  names: readonly string[];
  patterns: readonly string[];
  timeoutMs: number;
}

/** State of one unit in systemd's words: `loaded`, `active`, `running` … */
export interface UnitState {
  /** Its main name; another than asked for when that is an alias. */
  name: string;
  load: string;
  active: string;
  sub: string;
}

/** Units as found: `named` in the order of the names. */
export interface UnitsFound {
  named: UnitState[];
  matched: UnitState[];
}

/** The bus lets every user read; systemd's own socket is for root, and there without a bus. */
const DOORS = [
  { socket: '/run/dbus/system_bus_socket', isBus: true },
  { socket: '/run/systemd/private', isBus: false },
];

/** Type a(ssssssouso): name, description, load, active and sub state, and what is not needed here. */
const unitsSchema = z.array(
  z
    .tuple([z.string(), z.string(), z.string(), z.string(), z.string()])
    .rest(z.unknown())
    .transform(([name, , load, active, sub]) => ({ name, load, active, sub })),
);

/** Asks systemd over D-Bus, without a process of its own. Rejects with a sentence when systemd does not answer. */
export async function listUnits(
  clock: Clock,
  root: string,
  { names, patterns, timeoutMs }: UnitsAsked,
): Promise<UnitsFound> {
  const calls = [manager('ListUnitsByNames', [names]), manager('ListUnitsByPatterns', [[], patterns])];
  // Without patterns systemd would list every unit.
  const wanted = calls.filter((_, index) => (index === 0 ? names.length > 0 : patterns.length > 0));
  const reasons: string[] = [];
  for (const { socket, isBus } of DOORS) {
    try {
      const answers = await callBus(clock, { socket: root + socket, isBus, timeoutMs }, wanted);
      const lists = answers.map(({ values }) => unitsSchema.parse(values[0]));
      const named = names.length > 0 ? (lists.shift() ?? []) : [];
      return { named, matched: lists.shift() ?? [] };
    } catch (error) {
      reasons.push(error instanceof z.ZodError ? 'an unknown answer' : (error as Error).message);
    }
  }
  throw new Error(`systemd does not answer (${reasons.join('; ')})`);
}

function manager(member: string, lists: BusCall['lists']): BusCall {
  return {
    destination: 'org.freedesktop.systemd1',
    path: '/org/freedesktop/systemd1',
    interface: 'org.freedesktop.systemd1.Manager',
    member,
    lists,
  };
}
