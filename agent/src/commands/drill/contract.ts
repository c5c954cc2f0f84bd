import type { z } from 'zod';

/** A program that a drill calls, and what it is given; a secret goes into `env` only. */
export interface Call {
  program: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** A file that it reads as its standard input. */
  input?: string;
  /** A program between that file and it, such as one that unpacks. */
  through?: readonly string[];
  /** Folder it works in; the scratch folder without one. */
  folder?: string;
}

/** What a drill may do: everything it starts is bounded in time and disk, and ends with it. */
export interface DrillPlace {
  /** Unix milliseconds. */
  now(): number;
  /** An empty folder, gone after the drill. */
  scratch: string;
  /** Makes a folder in it. */
  folder(name: string): string;
  /** Runs a program to its end; gives its standard output. Rejects with DRILL_FAILED (UserError) when it fails, with what it said last. */
  run(call: Call): Promise<string>;
  /** Starts a program that stays until the drill ends, and waits until `isReady` resolves. */
  serve(call: Call, isReady: () => Promise<unknown>): Promise<void>;
}

/** What came back. */
export interface Restored {
  /** Where its files are. */
  folder: string;
  /** When the copy was made, Unix milliseconds; null where its tool does not say. */
  snapshotAt: number | null;
  /** Asks the database that came back, one value a line; undefined where none did. */
  query?(sql: string, database: string | undefined): Promise<string>;
}

/** A way to bring a copy back. */
export interface DrillTool<S extends z.ZodType = z.ZodType> {
  options: S;
  restore(options: z.output<S>, place: DrillPlace): Promise<Restored>;
}

/** Binds a tool's options to what it does with them. */
export function drillTool<S extends z.ZodType>(tool: DrillTool<S>): DrillTool<S> {
  return tool;
}
