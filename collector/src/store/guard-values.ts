import { UserError } from '@watchcase/runtime';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely';

/**
 * Puts a guard before a database driver: a statement's values are texts, numbers, bytes and null. node:sqlite takes an object (a Date, say) in the first place for
 * named values and moves all others by one column without a word; other drivers make a text of it. Errors: STORE_VALUE_REFUSED, before anything is executed.
 */
export function guardValues(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => guardDriver(dialect.createDriver()),
  };
}

function guardDriver(driver: Driver): Driver {
  const acquire = driver.acquireConnection.bind(driver);
  const guarded = new WeakSet<DatabaseConnection>();
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options);
    if (!guarded.has(connection)) guardConnection(connection);
    guarded.add(connection);
    return connection;
  };
  return driver;
}

function guardConnection(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  const stream = connection.streamQuery.bind(connection);
  connection.executeQuery = (query, ...more) => {
    checkValues(query);
    return execute(query, ...more);
  };
  connection.streamQuery = (query, ...more) => {
    checkValues(query);
    return stream(query, ...more);
  };
}

/** Long statements are told by their beginning. */
const MOST_CHARACTERS = 80;

function checkValues({ sql, parameters }: CompiledQuery): void {
  for (let index = 0; index < parameters.length; index++) {
    if (isValue(parameters[index])) continue;
    throw new UserError({
      code: 'STORE_VALUE_REFUSED',
      place: `value ${index + 1} of "${sql.slice(0, MOST_CHARACTERS)}"`,
      message: `a text, number, bytes or null was expected, found ${nameOf(parameters[index])}; nothing was written`,
      fix: 'this is a fault of the program: report it with this line',
    });
  }
}

function isValue(value: unknown): boolean {
  const type = typeof value;
  if (type === 'string' || type === 'number' || type === 'bigint' || value === null) return true;
  return value instanceof Uint8Array;
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  return `an object (${value.constructor?.name ?? 'without a class'})`;
}
