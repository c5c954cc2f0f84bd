import { caseStates } from '@watchcase/api';
import type { PageReason } from '@watchcase/collector/model/index.ts';
import { decideAttempt } from '@watchcase/collector/notify/decide-attempt.ts';
import { decideWithdrawal } from '@watchcase/collector/notify/decide-withdrawal.ts';
import { expect, it } from 'vitest';
import { en } from '../../packages/console/src/texts/en/index.ts';
import { zhCn } from '../../packages/console/src/texts/zh-cn/index.ts';
import { attemptDetail, attemptLine, attemptSaid } from '../../packages/console/src/words/attempt-detail.ts';
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

it.each([
  ['HTTP 200', true, 'the service has taken it (HTTP 200)', '对方已接收 (HTTP 200)'],
  ['code 0', true, 'the service has taken it (code 0)', '对方已接收 (代码 0)'],
  [
    '250 2.0.0 Ok: queued',
    true,
    'the mail server has taken it (250 2.0.0 Ok: queued)',
    '邮件服务器已接收 (250 2.0.0 Ok: queued)',
  ],
  ['code OK: in their queue', true, 'in their queue (code OK)', '已进入对方的发送队列 (代码 OK)'],
  ['printed', true, 'printed', '已打印'],
  ['HTTP 503', false, 'the service is in trouble (HTTP 503)', '对方服务异常 (HTTP 503)'],
  ['HTTP 418', false, 'it does not take such a message (HTTP 418)', '对方不接受此消息 (HTTP 418)'],
  ['SMTP 550', false, 'the mail server refuses it (SMTP 550)', '邮件服务器拒收 (SMTP 550)'],
  [
    'ECONNREFUSED',
    false,
    'nothing listens at its address (ECONNREFUSED)',
    '对方地址无服务监听 (ECONNREFUSED)',
  ],
  ['EODD', false, 'EODD', 'EODD'],
  [
    'given up after 9 attempts: HTTP 429',
    false,
    'given up after 9 attempts: it asks us to wait (HTTP 429)',
    '尝试 9 次后放弃：对方要求稍后再试 (HTTP 429)',
  ],
] as const)('%s is a sentence, with its code beside it', (detail, isDelivered, english, chinese) => {
  const said = [en, zhCn].map(({ eventFacts }) => attemptLine(detail, isDelivered, eventFacts.attempt));
  expect(said).toEqual([english, chinese]);
});

it('a page that was taken says so without a number of HTTP', () => {
  expect(attemptSaid('HTTP 202', true, en.eventFacts.attempt)).toEqual({
    text: 'the service has taken it',
    code: 'HTTP 202',
  });
});
