import type { Category, Severity } from '@watchcase/api';
import type { Fault } from '@watchcase/runtime';
import type { RuleFacts } from '../model/index.ts';
import type { Dimension } from './language/dimensions.ts';
import type { Node } from './language/syntax.ts';

/** One level of a rule: how bad it is, and what `level` stands for (base unit; NaN in a rule without levels). */
export interface Level {
  severity: Severity;
  value: number;
}

/** A rule as loaded from a pack, checked but not yet tied to any host. */
export interface Rule {
  facts: RuleFacts;
  each: readonly string[];
  when: Node;
  recover: Node | null;
  /** Least severe first. */
  levels: readonly Level[];
  /** What `level` measures; undefined in a rule without levels. */
  measures: Dimension | undefined;
  category: Category;
  /** The longest window that it looks back on, milliseconds, and where it stands; null when it looks back on none. */
  longestWindow: { ms: number; place: string } | null;
  /** What may be a mistake and may be meant: told, and no fault. */
  doubts: readonly Fault[];
}

/** The rules of one file. */
export interface RulePack {
  /** `pack:` of the file; the first part of each rule's id. */
  name: string;
  file: string;
  /** Where its name stands: `file:line:column`. */
  place: string;
  rules: readonly Rule[];
}
