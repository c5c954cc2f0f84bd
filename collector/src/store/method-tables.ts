import type { Generated } from 'kysely';
import type { Fixed, Millis } from './columns.ts';

/** An address that somebody has shown to be theirs, by a code that was sent there. */
export interface VerifiedMethodTable {
  id: Generated<number>;
  /** Id in the directory. */
  person: Fixed<string>;
  channel: Fixed<string>;
  address: Fixed<string>;
  verified_at: Fixed<Millis>;
}

/** The last code that was sent to an address; the code itself is not kept. */
export interface MethodCodeTable {
  person: Fixed<string>;
  channel: Fixed<string>;
  address: Fixed<string>;
  /** HMAC-SHA-256, hexadecimal. */
  code_hash: string;
  sent_at: Millis;
  /** How often it was typed in. */
  tries: number;
  /** How many codes were sent since then, this one included. */
  counted_from: Millis;
  count: number;
}
