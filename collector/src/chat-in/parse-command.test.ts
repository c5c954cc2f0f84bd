import { describe, expect, it } from 'vitest';
import { type Command, casesNamedIn, parseCommand } from './parse-command.ts';

const cases: [string, Command | undefined][] = [
  ['ack', { act: 'acknowledge' }],
  ['ACK C-12', { act: 'acknowledge', caseId: 12 }],
  ['c-12 ack', { act: 'acknowledge', caseId: 12 }],
  ['C-12: acknowledge!', { act: 'acknowledge', caseId: 12 }],
  ['/ack@watchcase_bot C-12', { act: 'acknowledge', caseId: 12 }],
  ['/ack', { act: 'acknowledge' }],
  ['接手', { act: 'acknowledge' }],
  ['接手C-12', { act: 'acknowledge', caseId: 12 }],
  ['C-12 确认接手。', { act: 'acknowledge', caseId: 12 }],
  ['note C-12 caused by C-10', { act: 'note', caseId: 12, text: 'caused by C-10' }],
  ['note caused by C-10', { act: 'note', text: 'caused by C-10' }],
  ['note: two\nlines', { act: 'note', text: 'two\nlines' }],
  ['备注：C-12，已清理', { act: 'note', caseId: 12, text: '已清理' }],
  ['备注 已清理', { act: 'note', text: '已清理' }],
  ['give C-12 zhao', { act: 'give', caseId: 12, to: 'zhao' }],
  ['C-12 give to @zhao', { act: 'give', caseId: 12, to: 'zhao' }],
  ['转给 赵敏', { act: 'give', to: '赵敏' }],
  ['转交给 C-12 赵敏', { act: 'give', caseId: 12, to: '赵敏' }],
  ['status', { act: 'status' }],
  ['状态 C-12', { act: 'status', caseId: 12 }],
  ['help', { act: 'help' }],
  ['/start', { act: 'help' }],
  ['帮助', { act: 'help' }],
  ['', undefined],
  ['hello', undefined],
  ['acknowledged', undefined],
  ['ack-ack', undefined],
  ['ack is what I typed', undefined],
  ['notebook is broken', undefined],
  ['note', undefined],
  ['give C-12', undefined],
  ['确认一下磁盘', undefined],
  ['status of the disk?', undefined],
  ['C-12', undefined],
  ['ack C-12345678901234', undefined],
];

describe('a command', () => {
  it.each(cases)('%j', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });
});

it('finds the cases that a text names', () => {
  expect(
    casesNamedIn('[CRITICAL] C-12 Disk\nC-12, c-3 and C-12; not ABC-7, C-1x, C-4-5 or https://x/C-5-a'),
  ).toEqual([12, 3]);
  expect(casesNamedIn('故障单C-12：磁盘')).toEqual([12]);
  expect(casesNamedIn('')).toEqual([]);
});
