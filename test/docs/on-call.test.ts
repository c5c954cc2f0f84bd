import { rotaSchema } from '@watchcase/oncall';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

it('docs/on-call.md shows a rota as it stands', () => {
  const block = fencedBlocks(documentText('docs/on-call.md')).find(({ name }) => name === 'rota');
  const { rotas } = parse(block?.text ?? '') as { rotas: unknown[] };
  expect(rotas.map((rota) => rotaSchema.safeParse(rota).error?.message)).toEqual([undefined]);
});
