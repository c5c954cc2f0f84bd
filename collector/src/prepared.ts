import {
  type CompiledQuery,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PrimitiveValueListNode,
  type QueryResult,
  ValueListNode,
  ValueNode,
} from 'kysely';
import { nameStatement, type Store, type Tx } from './store/index.ts';

type Value = string | number | null;

/** Values by their names: of a row, say, by its columns. */
export type Fields = Readonly<Record<string, Value>>;

/** What a statement is given: a value, several with names, a list of either, or nothing. */
type Argument = Value | Fields | readonly (Value | Fields)[] | undefined;

type Db = Store['db'] | Tx;

/** A statement of the builder, or one in SQL. */
interface Statement<R> {
  compile(db: Db): CompiledQuery<R>;
}

/** Where a value of a statement comes from: an argument, or one of those in it. */
interface Source {
  place: number;
  /** Of a list. */
  index?: number;
  name?: string;
}

/** A statement that was built once. */
interface Built<R> {
  query: CompiledQuery<R>;
  sources: readonly Source[];
}

/** Lists of up to `FEW`, and of `MANY`, have a statement that is kept; and so many forms of it are. */
const FEW = 8;
const MANY = 64;
const MOST_FORMS = 64;

/**
 * A statement that is asked again and again: to build one takes as long as SQLite takes to answer it, and to plan it longer than PostgreSQL does. `build` is called once for each database, for each length of the lists
 * and each set of names that it is given, with marks in the place of its values; it must put each of them into the statement as it is, and decide nothing by them but whether they are given at all. What is always the same stands in the text: SQLite would
 * plan anew, each time, what hangs on a value (a limit, an index over some rows), and PostgreSQL's kept plan could not use such an index.
 */
export function prepared<A extends readonly Argument[], R>(
  build: (db: Db, ...args: A) => Statement<R>,
): (db: Db, ...args: A) => Promise<QueryResult<R>> {
  const known = new WeakMap<object, Map<string, Built<R>>>();
  return (db, ...args) => {
    const { adapter } = db.getExecutor();
    const forms = known.get(adapter) ?? new Map<string, Built<R>>();
    known.set(adapter, forms);
    const form = formOf(args);
    let built = form === undefined ? undefined : forms.get(form);
    if (built === undefined) {
      if (form === undefined || forms.size >= MOST_FORMS)
        return db.executeQuery(build(db, ...args).compile(db));
      built = buildOnce((marks, constants) => {
        const plain = db.withPlugin(constants);
        return build(plain, ...(marks as unknown as A)).compile(plain);
      }, args);
      forms.set(form, built);
    }
    const { query, sources } = built;
    const parameters = sources.map((source) => valueAt(args, source));
    return db.executeQuery({ ...query, parameters });
  };
}

/** A long list in parts whose statements are kept. */
export function* inParts<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let at = 0; at < all.length; ) {
    const size = all.length - at >= MANY ? MANY : FEW;
    yield all.slice(at, at + size);
    at += size;
  }
}

/** What its text hangs on; undefined where that is not worth keeping. */
function formOf(args: readonly Argument[]): string | undefined {
  let form = '';
  for (const argument of args) {
    if (!isList(argument)) {
      form += `${namesOf(argument)};`;
      continue;
    }
    const [first] = argument;
    const names = namesOf(first);
    if (argument.length > FEW && argument.length !== MANY) return undefined;
    if (argument.some((one) => one !== first && namesOf(one) !== names)) return undefined;
    form += `${argument.length} ${names};`;
  }
  return form;
}

function namesOf(argument: Value | Fields | undefined): string {
  if (argument === undefined) return '-';
  return typeof argument === 'object' && argument !== null ? Object.keys(argument).join() : '';
}

function buildOnce<R>(
  compile: (marks: readonly unknown[], constants: KyselyPlugin) => CompiledQuery<R>,
  args: readonly Argument[],
): Built<R> {
  const marks = new Map<unknown, Source>();
  const markOf = (value: Value | Fields, source: Source): unknown => {
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.keys(value).map((name) => [name, markOf(null, { ...source, name })]));
    marks.set(source, source);
    return source;
  };
  const query = compile(
    args.map((argument, place) =>
      isList(argument)
        ? argument.map((one, index) => markOf(one, { place, index }))
        : argument === undefined
          ? undefined
          : markOf(argument, { place }),
    ),
    writeConstants((value) => marks.has(value)),
  );
  nameStatement(query.sql);
  const sources = query.parameters.map((parameter) => marks.get(parameter) as Source);
  for (const source of marks.values())
    if (!sources.includes(source))
      throw new Error(`argument ${source.name ?? source.place + 1} is no value of "${query.sql}"`);
  return { query, sources };
}

function valueAt(args: readonly Argument[], { place, index, name }: Source): Value {
  const argument = args[place] ?? null;
  const one = index === undefined ? argument : (argument as readonly (Value | Fields)[])[index];
  return name === undefined ? (one as Value) : ((one as Fields)[name] ?? null);
}

function isList(argument: Argument): argument is readonly (Value | Fields)[] {
  return Array.isArray(argument);
}

/** Puts values that are no marks into the text. */
function writeConstants(isMark: (value: unknown) => boolean): KyselyPlugin {
  const nodeOf = (value: unknown) =>
    isMark(value) ? ValueNode.create(value) : ValueNode.createImmediate(value);
  const transformer = new (class extends OperationNodeTransformer {
    protected override transformValue({ value }: ValueNode): ValueNode {
      return nodeOf(value);
    }
    protected override transformPrimitiveValueList({ values }: PrimitiveValueListNode) {
      // A list of the other kind, whose values may be in the text.
      return ValueListNode.create(values.map(nodeOf)) as never;
    }
  })();
  return {
    transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
    transformResult: ({ result }) => Promise.resolve(result),
  };
}
