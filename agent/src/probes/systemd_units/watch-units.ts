import type { UnitsAsked, UnitsFound, UnitState } from '../../host/index.ts';

/** Remembers which units the patterns have named. */
export interface UnitWatch {
  /** What to ask systemd for now. */
  ask(): Pick<UnitsAsked, 'names' | 'patterns'>;
  /** The watched units of an answer to what was asked, each under one name. */
  take(found: UnitsFound): UnitState[];
  /** Names of the units that are known without asking. */
  names(): readonly string[];
}

/**
 * Follows units by name and pattern. systemd forgets a stopped unit, and a pattern then no longer names it; so a unit once seen is asked
 * for by name, until its file is gone too. That keeps the set of series the same while services stop and start.
 */
export function watchUnits(watched: readonly string[]): UnitWatch {
  const isPattern = (name: string) => /[*?[]/.test(name);
  const fixed = watched.filter((name) => !isPattern(name)).map(withType);
  const patterns = watched.filter(isPattern).map(withType);
  let seen: readonly string[] = [];
  const names = () => [...new Set([...fixed, ...seen])];
  return {
    ask: () => ({ names: names(), patterns }),
    names,
    take({ named, matched }) {
      const byName = new Map<string, UnitState>();
      const asked = names();
      for (const [index, name] of asked.entries()) {
        // An alias keeps the name by which it is watched. systemd passes over names it cannot mean.
        const unit =
          named.length === asked.length ? named[index] : named.find((other) => other.name === name);
        const isGone = unit === undefined || (unit.load === 'not-found' && !fixed.includes(name));
        if (!isGone) byName.set(name, { ...unit, name });
      }
      for (const unit of matched) if (!byName.has(unit.name)) byName.set(unit.name, unit);
      const units = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      seen = units.map(({ name }) => name).filter((name) => !fixed.includes(name));
      return units;
    },
  };
}

const TYPES = /\.(?:service|socket|timer|mount|automount|path|target|slice|scope|swap|device)$/;

/** As systemctl does: a name without a type is a service. A pattern may leave the type open by its last `*`. */
function withType(name: string): string {
  return TYPES.test(name) || name.includes('.*') ? name : `${name}.service`;
}
