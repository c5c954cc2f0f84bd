import type { Clock } from '@watchcase/runtime/light';
import { callBus } from './call-dbus.ts';
import type { BusMessage } from './dbus-reader.ts';
import type { BusCall } from './dbus-writer.ts';
import { fileFault } from './file-fault.ts';

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
  /** True when it is stopped and nothing would start it again: it neither runs once and ends, nor is started by a timer, a socket or a path. Null when not known. */
  stopped: boolean | null;
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

/** A unit in a list, and where it is to be asked. */
type Listed = Omit<UnitState, 'stopped'> & { path: string };

/** Type a(ssssssouso): name, description, load, active and sub state, whom it follows, its path, and what is not needed here. Throws at anything else. */
function unitsOf(value: unknown): Listed[] {
  if (!Array.isArray(value)) throw new Error(UNKNOWN);
  return value.map((unit: unknown) => {
    const [name, , load, active, sub, , path] = Array.isArray(unit) ? (unit as unknown[]) : [];
    const texts = [name, load, active, sub, path];
    if (!texts.every((text) => typeof text === 'string')) throw new Error(UNKNOWN);
    return { name, load, active, sub, path } as Listed;
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
      const call: Call = (calls) => callBus(clock, { socket: root + socket, isBus, timeoutMs }, calls);
      const answers = await call(wanted);
      const lists = await judged(
        answers.map(({ values }) => unitsOf(values[0])),
        call,
      );
      const named = names.length > 0 ? (lists.shift() ?? []) : [];
      return { named, matched: lists.shift() ?? [] };
    } catch (error) {
      reasons.push(fileFault(socket, error).message);
    }
  }
  throw new Error(`systemd does not answer (${reasons.join('; ')})`);
}

type Call = (calls: readonly BusCall[]) => Promise<readonly BusMessage[]>;

const RESTS = 'inactive';

/** Says of each unit whether it is stopped. Only what does not run has to be asked for. */
async function judged(lists: readonly Listed[][], call: Call): Promise<UnitState[][]> {
  const isAsked = ({ name, load, active }: Listed) =>
    load === 'loaded' && active === RESTS && name.endsWith('.service');
  const asked = lists.flat().filter(isAsked);
  const answers = asked.length === 0 ? [] : await call(asked.flatMap(restCalls)).catch(() => undefined);
  const wakes = new Map(
    asked.map(({ path }, index) => [path, answers && mayRest(answers.slice(2 * index, 2 * index + 2))]),
  );
  return lists.map((list) =>
    list.map(({ path, ...unit }) => {
      const rests = wakes.has(path) ? wakes.get(path) : false;
      return { ...unit, stopped: unit.active !== RESTS ? false : rests === undefined ? null : !rests };
    }),
  );
}

function restCalls({ path }: Listed): BusCall[] {
  const property = (of: string, name: string) => ({
    ...manager('Get', [`org.freedesktop.systemd1.${of}`, name]),
    path,
    interface: 'org.freedesktop.DBus.Properties',
  });
  return [property('Service', 'Type'), property('Unit', 'TriggeredBy')];
}

function mayRest([type, triggers]: readonly BusMessage[]): boolean {
  const triggeredBy = triggers?.values[0];
  return type?.values[0] === 'oneshot' || (Array.isArray(triggeredBy) && triggeredBy.length > 0);
}

function manager(member: string, args: BusCall['args']): BusCall {
  return {
    destination: 'org.freedesktop.systemd1',
    path: '/org/freedesktop/systemd1',
    interface: 'org.freedesktop.systemd1.Manager',
    member,
    args,
  };
}
