import { expect, it } from 'vitest';
import { rolloutReason } from './rollout-reason.ts';

const words = {
  reasons: { 'all before are well': '均正常', 'rolled back': '已退回' },
  asked: (count: number) => `${count} 台`,
  stoppedBy: (name: string) => `由 ${name} 停止`,
  because: (what: string, why: string) => `${what}：${why}`,
  further: (said: string, more: string) => `${said}。${more}`,
};

it.each([
  ['stopped by Ada: she', '由 Ada: she 停止'],
  ['all before are well', '均正常'],
  ['all before are well: 12 asked', '均正常：12 台'],
  ['default.db-1: rolled back', 'default.db-1：已退回'],
  [
    'default.db-1 and 2 more: rolled back: UPGRADE_ENDED it ended: so',
    'default.db-1 + 2：已退回。<UPGRADE_ENDED>',
  ],
  ['something newer: 3', 'something newer: 3'],
])('says %s', (reason, said) => {
  expect(rolloutReason(reason, words, (code) => `<${code}>`)).toBe(said);
});
