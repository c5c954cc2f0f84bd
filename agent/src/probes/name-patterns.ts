/** Builds the test whether one of the patterns names a thing; `*` stands for any characters, `?` for one. */
export function createNameTest(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
    return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  });
  return (name) => expressions.some((expression) => expression.test(name));
}
