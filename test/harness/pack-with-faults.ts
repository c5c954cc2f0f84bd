import { parsePack } from '@watchcase/collector/rules/pack.ts';

/** A pack without a fault. */
export const goodPack = `pack: shop
rules:
  - id: slow
    title: "{host} is slow"
    when: backup.age > 2s
    severity: minor
    category: software
`;

/** The faults of a pack, as people read them. */
export function faultsOf(text: string): string[] {
  const parsed = parsePack({ file: 'shop.yaml', text });
  return 'faults' in parsed
    ? parsed.faults.map(
        (one) => `${one.code} ${one.place} ${one.message}${one.fix === undefined ? '' : ` - ${one.fix}`}`,
      )
    : [];
}

/** The good pack with one line put in another's place. */
export const withLine = (line: number, text: string) =>
  goodPack
    .split('\n')
    .map((old, i) => (i + 1 === line ? text : old))
    .join('\n');
