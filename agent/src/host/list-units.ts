import type { Clock } from '@watchcase/runtime/light';
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

/** Type a(ssssssouso): name, description, load, active and sub state, and what is not needed here. Throws at anything else. */
function unitsOf(value: unknown): UnitState[] {
  if (!Array.isArray(value)) throw new Error(UNKNOWN);
  return value.map((unit: unknown) => {
    const [name, description, load, active, sub] = Array.isArray(unit) ? (unit as unknown[]) : [];
    const texts = [name, description, load, active, sub];
    if (!texts.every((text) => typeof text === 'string')) throw new Error(UNKNOWN);
    return { name, load, active, sub } as UnitState;
  });
}

const UNKNOWN = 'an unknown answer';

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
      const lists = answers.map(({ values }) => unitsOf(values[0]));
      const named = names.length > 0 ? (lists.shift() ?? []) : [];
      return { named, matched: lists.shift() ?? [] };
    } catch (error) {
      reasons.push((error as Error).message);
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
