import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import type { Store, Tx } from './contract.ts';

/** What a statement may be given. */
type Value = string | number | null;

type Db = Store['db'] | Tx;

/** A statement that was built once: its text, its values, and which of them are given at each call. */
interface Built<R> {
  query: CompiledQuery<R>;
  /** For each value the place of the argument it is, or -1. */
  places: readonly number[];
}

/**
 * A statement that is asked again and again: to build one takes as long as SQLite takes to answer it. `build` is called once for each database, with marks in the place of
 * its arguments; it must put each of them into the statement as a value, as it is, and decide nothing by them.
 */
export function prepared<A extends readonly Value[], R>(
  build: (db: Db, ...args: A) => Compilable<R>,
): (db: Db, ...args: A) => Promise<QueryResult<R>> {
  const known = new WeakMap<object, Built<R>>();
  return (db, ...args) => {
    const { adapter } = db.getExecutor();
    let built = known.get(adapter);
    if (built === undefined) {
      built = buildOnce(build, db, args.length);
      known.set(adapter, built);
    }
    const { query, places } = built;
    const parameters = places.map((place, index) => (place < 0 ? query.parameters[index] : args[place]));
    return db.executeQuery({ ...query, parameters });
  };
}

function buildOnce<A extends readonly Value[], R>(
  build: (db: Db, ...args: A) => Compilable<R>,
  db: Db,
  count: number,
): Built<R> {
  const marks: unknown[] = Array.from({ length: count }, (_, place) => ({ place }));
  const query = build(db, ...(marks as unknown as A)).compile();
  const places = query.parameters.map((parameter) => marks.indexOf(parameter));
  const missing = marks.findIndex((_, place) => !places.includes(place));
  if (missing >= 0) throw new Error(`argument ${missing + 1} is no value of "${query.sql}"`);
  return { query, places };
}
