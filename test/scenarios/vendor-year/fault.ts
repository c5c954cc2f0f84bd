import type { PlainEvent } from '../../clocks/minute-count.ts';
import type { Owed, Place } from './promises.ts';

/** From the mildest to the worst. */
export const SEVERITIES = ['advisory', 'minor', 'major', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
export const CATEGORIES = ['software', 'data', 'network', 'hardware'] as const;
export type Category = (typeof CATEGORIES)[number];
/** Two readings of a host for each category: 0 is well, 1 to 4 how bad it is. */
export type Levels = Readonly<Record<Category, readonly [number, number]>>;

/** By which door a fault is told. */
export type Door = 'alert' | 'inspection' | 'call' | 'console' | 'api' | 'portal' | 'mail' | 'split';
export type Kind = 'fault' | 'finding' | 'complaint' | 'request';
/** Who acts: an engineer in the console, a program that speaks for one or for nobody, somebody of the customer. */
export type As = 'lin' | 'zhao' | 'meyer' | 'chen' | 'program for lin' | 'program' | 'customer';

/** What is done at one moment. */
export type Deed =
  | { kind: 'open' }
  | { kind: 'read'; levels: Levels }
  | { kind: 'act'; path: string; as: As; body?: object }
  | { kind: 'answer by link'; person: string }
  | { kind: 'customer by link'; word: 'confirm' | 'dispute' | `rate-${number}` }
  | { kind: 'mail' }
  | { kind: 'merge'; into: number }
  | { kind: 'split'; born: number };

/** A deed, and the lines that clocks go by which it writes, to the fault's own log and to another's. */
export interface Step {
  /** Minutes since 1970. */
  at: number;
  fault: number;
  deed: Deed;
  lines: PlainEvent[];
  others?: { fault: number; lines: PlainEvent[] };
}

/** A fault from its report to its end. */
export interface Fault {
  number: number;
  place: Place;
  door: Door;
  kind: Kind;
  /** We told of it, and not the customer. */
  isOurs: boolean;
  category: Category;
  severity: Severity;
  opened: number;
  /** The day that contracts are asked about: of what was split off, when the first of them was opened. */
  owedAsOf: number;
  /** What is owed when it opens, and in the end. */
  owed: Owed;
  owedLast: Owed;
}
