import { expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { recordFields } from './record-fields.ts';
import { fieldSaid } from './record-said.ts';

const chain = {
  severities: ['critical', 'major'],
  categories: ['network', 'of-their-own'],
  steps: [
    { page: ['on-duty'], delay: '5m' },
    { page: ['lead', { team: 'west' }], delay: '10m', channel: 'phone', hours: 'business' },
  ],
  lastResort: { page: ['manager', { person: 'on-duty' }] },
  note: 'on-duty',
};

it.each([
  ['severities', 'Critical, Major', '紧急、严重'],
  ['categories', 'Network, of-their-own', '网络、of-their-own'],
  [
    'steps',
    'who is on duty; 5m to answer\nlead, team west; 10m to answer; by phone; only in business hours',
    '值班人员；等待响应 5m\n组长、团队 west；等待响应 10m；通过 phone；仅限工作时间',
  ],
  ['lastResort.page', 'manager, person on-duty', '经理、人员 on-duty'],
  ['note', 'on-duty', 'on-duty'],
  ['customers', '', ''],
])('%s of a chain is read in the language of the reader', (path, english, chinese) => {
  const field = recordFields.chains.find((one) => one.path === path);
  if (field === undefined) throw new Error(`chains have no ${path}`);
  const said = [en, zhCn].map(({ cases, directory }) =>
    fieldSaid(chain, field, {
      ...directory.said,
      values: { severities: cases.severity, categories: cases.category },
    }),
  );
  expect(said).toEqual([english, chinese]);
});
