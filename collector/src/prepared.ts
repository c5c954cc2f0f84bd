import type { CompiledQuery, QueryResult } from 'kysely';
import { nameStatement, type Store, type Tx } from './store/index.ts';

type Value = string | number | null;

/** What a statement is given: a value, or several with names. */
type Argument = Value | Readonly<Record<string, Value>>;

type Db = Store['db'] | Tx;

/** A statement of the builder, or one in SQL. */
interface Statement<R> {
  compile(db: Db): CompiledQuery<R>;
}

/** Where a value of a statement comes from: an argument, or one of those with names in it. */
interface Source {
  place: number;
  name?: string;
}

/** A statement that was built once; a value without a source is always the same. */
interface Built<R> {
  query: CompiledQuery<R>;
  sources: readonly (Source | undefined)[];
}

/**
 * A statement that is asked again and again: to build one takes as long as SQLite takes to answer it, and to plan it longer than PostgreSQL does. `build` is called once for each database, with marks in the place of
 * its values; it must put each of them into the statement as it is, and decide nothing by them.
 */
export function prepared<A extends readonly Argument[], R>(
  build: (db: Db, ...args: A) => Statement<R>,
): (db: Db, ...args: A) => Promise<QueryResult<R>> {
  const known = new WeakMap<object, Built<R>>();
  return (db, ...args) => {
    const { adapter } = db.getExecutor();
    let built = known.get(adapter);
    if (built === undefined) {
      built = buildOnce((marks) => build(db, ...(marks as unknown as A)).compile(db), args);
      known.set(adapter, built);
    }
    const { query, sources } = built;
    const parameters = sources.map((source, index) =>
      source === undefined ? query.parameters[index] : valueAt(args, source),
    );
    return db.executeQuery({ ...query, parameters });
  };
}

function buildOnce<R>(
  compile: (marks: readonly unknown[]) => CompiledQuery<R>,
  args: readonly Argument[],
): Built<R> {
  const marks = new Map<unknown, Source>();
  const mark = (source: Source): Source => {
    marks.set(source, source);
    return source;
  };
  const marked = args.map((argument, place) =>
    typeof argument === 'object' && argument !== null
      ? Object.fromEntries(Object.keys(argument).map((name) => [name, mark({ place, name })]))
      : mark({ place }),
  );
  const query = compile(marked);
  nameStatement(query.sql);
  const sources = query.parameters.map((parameter) => marks.get(parameter));
  for (const source of marks.values())
    if (!sources.includes(source))
      throw new Error(`argument ${source.name ?? source.place + 1} is no value of "${query.sql}"`);
  return { query, sources };
}

function valueAt(args: readonly Argument[], { place, name }: Source): Value {
  const argument = args[place] ?? null;
  if (name === undefined || typeof argument !== 'object' || argument === null) return argument as Value;
  return argument[name] ?? null;
}
