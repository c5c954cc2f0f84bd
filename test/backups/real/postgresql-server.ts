import type { Command } from './workshop.ts';

/** A PostgreSQL, and how to speak to it. */
export interface PostgreSql {
  port: number;
  /** For its own programs: where it is. */
  env: Readonly<Record<string, string>>;
  sql(...statements: string[]): string;
  /** A command as the database's own user, who alone may be pgBackRest and PostgreSQL. */
  own(...argv: string[]): Command;
}

/** Makes the table that is large. */
export const LARGE =
  'create table large as select g, repeat(md5(g::text), 8) t from generate_series(1, 15000) g';
/** What a drill asks for. */
export const CHECKS = [{ name: 'orders', query: 'select count(*) from orders', is: '100' }];
