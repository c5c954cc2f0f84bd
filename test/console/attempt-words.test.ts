import { caseStates } from '@watchcase/api';
import type { PageReason } from '@watchcase/collector/model/index.ts';
import { decideAttempt } from '@watchcase/collector/notify/decide-attempt.ts';
import { decideWithdrawal } from '@watchcase/collector/notify/decide-withdrawal.ts';
import { expect, it } from 'vitest';
import { en } from '../../packages/console/src/texts/en/index.ts';
import { zhCn } from '../../packages/console/src/texts/zh-cn/index.ts';
import { attemptDetail } from '../../packages/console/src/words/attempt-detail.ts';
import { repositoryFiles, typescriptOf } from '../house/tree.ts';

/** All that there are: the compiler misses a new one. */
const REASONS: Readonly<Record<PageReason, true>> = {
  opened: true,
  raised: true,
  reopened: true,
  worsened: true,
  'given-back': true,
  'handed-on': true,
  warning: true,
  breached: true,
  step: true,
  lapsed: true,
  progress: true,
  forgotten: true,
  recovered: true,
  recurred: true,
  resolved: true,
  test: true,
  code: true,
};

/** Everything for which a page is withdrawn, however its case, its chain and its person stand. */
function withdrawals(): string[] {
  const told = [undefined, 'wrong', 'recovered', 'resolved', 'perhaps'] as const;
  const chains = [undefined, { isLapsed: true }, { isLapsed: false }];
  const cases = caseStates.flatMap((state) =>
    [true, false].flatMap((recovered) =>
      told.flatMap((last) =>
        [true, false].flatMap((isAnswered) =>
          chains.map((chain) => ({ state, recovered, told: last, isAnswered, chain })),
        ),
      ),
    ),
  );
  return (Object.keys(REASONS) as PageReason[]).flatMap((reason) =>
    cases.flatMap((it) => decideWithdrawal(reason, it) ?? []),
  );
}

/** What the collector writes into logs about attempts: every `detail` in its sources, and what its decisions come to. */
function sentences(): string[] {
  const sources = typescriptOf(repositoryFiles()).filter(
    ({ path }) => /^collector\/src\/(?:notify|wiring)\//.test(path) && !path.endsWith('.test.ts'),
  );
  const written = sources.flatMap(({ path, text }) => {
    const ways = path.endsWith('/other-way.ts') ? text.matchAll(/[?:] (`)([^`]+)`/g) : [];
    const details = text.matchAll(/\bdetail(?::| =)[^\n]*?(['`])([^'`\n]+)\1/g);
    // Of letters; which states a case can be in then is found with the pages.
    const letters = text.matchAll(/\bwithdrawn: (')([^'\n]+)'/g);
    const fallbacks = !path.includes('/channels/') ? [] : text.matchAll(/(\?\?) '([a-zA-Z ]+)'/g);
    return [...ways, ...details, ...letters, ...fallbacks].flatMap(([, , sentence]) => sentence ?? []);
  });
  const failed = decideAttempt(
    { attempts: 9, createdAt: 0 },
    { outcome: 'retry', detail: 'no answer in time' },
    100 * 3_600_000,
    0,
  ).because;
  return [...new Set([...written, failed, ...withdrawals()])].map((one) =>
    one.replaceAll(/\$\{[^}]*\}/g, 'X'),
  );
}

/** Codes, which are the same in every language. */
const isCode = (text: string) => /^(?:(?:HTTP|SMTP) X|X)?$/.test(text) || !/[a-z]{3}/.test(text);

it('every sentence about an attempt is told in the reader’s words', () => {
  const all = sentences().filter((one) => !isCode(one));
  expect(all.length).toBeGreaterThan(12);
  for (const sentence of all) {
    expect(attemptDetail(sentence, en.eventFacts.attempt)).toBe(sentence);
    const chinese = attemptDetail(sentence, zhCn.eventFacts.attempt);
    expect([sentence, /\p{Script=Han}/u.test(chinese), /[a-z]{3}/.test(chinese)]).toEqual([
      sentence,
      true,
      false,
    ]);
  }
});

it('what a service means by its codes is told in the reader’s words', () => {
  const sources = typescriptOf(repositoryFiles()).filter(
    ({ path }) => path.startsWith('collector/src/notify/') && !path.endsWith('.test.ts'),
  );
  const meanings = sources.flatMap(({ text }) =>
    [
      ...text.matchAll(/(?:means:|\b(?:refused|dead)\()\s*'([^']+)'/g),
      ...text.matchAll(/^ {2}\d{3}: '([^']+)'/gm),
      ...text.matchAll(/judge(?:Status|Unreadable)\([^\n]*'([^'\n]+)'/g),
    ].map(([, means = '']) => means),
  );
  expect(meanings.length).toBeGreaterThan(100);
  for (const means of meanings) {
    for (const detail of [`code isv.A_B: ${means}`, `HTTP 403: ${means}`]) {
      expect(attemptDetail(detail, en.eventFacts.attempt)).toBe(detail);
      const chinese = attemptDetail(detail, zhCn.eventFacts.attempt);
      expect([means, /\p{Script=Han}.*\p{Script=Han}/u.test(chinese.slice(5))]).toEqual([means, true]);
    }
  }
  expect(attemptDetail('code 310000: the robot is gone', zhCn.eventFacts.attempt)).toBe(
    '代码 310000: 机器人已不存在',
  );
  expect(attemptDetail('HTTP 400: code 12345', zhCn.eventFacts.attempt)).toBe('HTTP 400: 代码 12345');
});

it('what another program answered stands for itself', () => {
  for (const answer of ['HTTP 503', 'SMTP 550', 'ECONNREFUSED', '250 2.0.0 Ok: queued'])
    expect(attemptDetail(answer, zhCn.eventFacts.attempt)).toBe(answer);
});
