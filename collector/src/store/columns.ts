import type { ColumnType } from 'kysely';

/** Unix milliseconds. */
export type Millis = number;
/** JSON text. */
export type Json = string;
/** 0 or 1: SQLite and PostgreSQL both keep flags as integers here. */
export type Flag = number;
/** The text beside it in Chinese; null where that one stands for every language. */
export type InChinese = string | null;
/** Set once, at insertion. */
export type Fixed<T> = ColumnType<T, T, never>;
