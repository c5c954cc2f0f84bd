import { describe, expect, it } from 'vitest';
import { en } from '../../packages/console/src/texts/en/index.ts';
import { zhCn } from '../../packages/console/src/texts/zh-cn/index.ts';
import { errorCodesOf } from '../house/error-codes.ts';
import { repositoryFiles, typescriptOf } from '../house/tree.ts';

/** What the collector can answer a console with: the codes of its HTTP room and of people's acts. */
const answering = typescriptOf(repositoryFiles()).filter(
  ({ path }) =>
    path.startsWith('collector/src/http/') ||
    ['collector/src/cases/act.ts', 'collector/src/shards/errands.ts'].includes(path),
);
const codes = [...errorCodesOf(answering), ...oneWordCodes()].toSorted();

/** INTERNAL, UNAUTHENTICATED and the like: one word, behind `code:`. */
function oneWordCodes(): string[] {
  return answering.flatMap(({ text }) =>
    [...text.matchAll(/code: '(?<code>[A-Z]+)'/g)].map(({ groups }) => groups?.['code'] ?? ''),
  );
}

describe.each([
  ['English', en],
  ['Chinese', zhCn],
])('in %s', (_language, texts) => {
  it.each(codes)('the console has words for %s', (code) => {
    expect(texts.faults[code]).toMatch(/.{5}/);
  });
});

it('knows where to look', () => {
  expect(codes).toContain('CASE_ALREADY_ACKNOWLEDGED');
  expect(codes).toContain('INTERNAL');
});
