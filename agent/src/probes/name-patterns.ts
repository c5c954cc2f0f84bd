import { matchesWildcards } from '@watchcase/runtime/light';

/** Builds the test whether one of the patterns names a thing; `*` stands for any characters, `?` for one. */
export function createNameTest(patterns: readonly string[]): (name: string) => boolean {
  return (name) => patterns.some((pattern) => matchesWildcards(pattern, name));
}
