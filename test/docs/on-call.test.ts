import { personRecordSchema } from '@watchcase/api';
import { replyServices } from '@watchcase/collector/chat-in/services/registry.generated.ts';
import { pageReasons } from '@watchcase/collector/model/page.ts';
import { configSchema } from '@watchcase/collector/config.ts';
import { chainSchema, type Reach, reachFaults, reachFields, rotaSchema } from '@watchcase/oncall';
import { parseConfig } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

it('docs/on-call.md shows a rota and a chain as they stand', () => {
  const textOf = (wanted: string) =>
    fencedBlocks(documentText('docs/on-call.md')).find(({ name }) => name === wanted)?.text ?? '';
  const { rotas } = parse(textOf('rota')) as { rotas: unknown[] };
  const { chains } = parse(textOf('chain')) as { chains: unknown[] };
  expect(chains.map((chain) => chainSchema.safeParse(chain).error?.message)).toEqual([undefined]);
  expect(rotas.map((rota) => rotaSchema.safeParse(rota).error?.message)).toEqual([undefined]);
});

it('the page of webhooks names every reason of a page', () => {
  const text = documentText('collector/src/notify/channels/webhook/README.md');
  const [, named = ''] = /`reason` is why the page goes out \(([^)]*)\)/.exec(text) ?? [];
  expect([...named.matchAll(/`([\w-]+)`/g)].map(([, reason]) => reason)).toEqual([...pageReasons]);
});

it('docs/on-call.md shows answers by chat as the config and the directory take them', () => {
  const blocks = fencedBlocks(documentText('docs/on-call.md'));
  const textOf = (wanted: string) => blocks.find(({ name }) => name === wanted)?.text ?? '';
  const secret = '1:a-secret-of-some-length';
  const env = Object.fromEntries(
    [...textOf('replies').matchAll(/env:(\w+)/g)].map(([, name = '']) => [
      name,
      name.endsWith('AES_KEY') ? 'a'.repeat(43) : secret,
    ]),
  );
  const { replies } = parseConfig(configSchema, { name: 'watchcase.yaml', text: textOf('replies'), env });
  expect(replies.map(({ service }) => service.name).toSorted()).toEqual(
    Object.keys(replyServices).toSorted(),
  );
  const { people } = parse(textOf('known')) as { people: unknown[] };
  expect(people.map((person) => personRecordSchema.safeParse(person).error?.message)).toEqual([undefined]);
});

it('docs/on-call.md shows how a person is reached as it stands', () => {
  const block = fencedBlocks(documentText('docs/on-call.md')).find(({ name }) => name === 'person');
  const { people } = parse(block?.text ?? '') as { people: Reach[] };
  const schema = z.looseObject(reachFields);
  expect(people.map((one) => [schema.safeParse(one).error?.message, reachFaults(one)])).toEqual([
    [undefined, []],
  ]);
});
