import type { PackedFile } from '../packed-file.ts';

/** What every kind of package says of what is in it. */
export interface PackedSoftware {
  name: string;
  /** As `1.2.3`. */
  version: string;
  /** `Name <address>` of who answers for it. */
  maintainer: string;
  /** In a few words. */
  summary: string;
  /** Further lines; an empty one begins a paragraph. */
  description: readonly string[];
  files: readonly PackedFile[];
}

/** Where a package is made, and how. */
export interface PackingPlace {
  /** The package is written here, and what is needed on the way. */
  folder: string;
  /** The newest time that anything in it may carry, in seconds since 1970. */
  sourceDate: number;
  /** How hard to press, 0 (as little as the form allows) to 9; 6 when not given. */
  effort?: number;
}
