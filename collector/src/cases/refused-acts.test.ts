import { isUserError } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { expectIndexesToFollow, play, told } from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

describeEachStore('what may be done to a case when', (newDatabase) => {
  it.each([
    ['acknowledge again', ['1 ack 1 lin', '2 ack 1 lin'], 'no error'],
    ['acknowledge what another has', ['1 ack 1 lin', '2 ack 1 wang'], 'CASE_ALREADY_ACKNOWLEDGED'],
    ['acknowledge a resolved case', ['1 fix-though-it-fires 1 lin', '2 ack 1 lin'], 'CASE_ALREADY_RESOLVED'],
    ['acknowledge a closed case', ['1 close-though-it-fires 1 lin', '2 ack 1 lin'], 'CASE_ALREADY_CLOSED'],
    ['take what one has', ['1 ack 1 lin', '2 take 1 lin'], 'no error'],
    ['take a resolved case', ['1 fix-though-it-fires 1 lin', '2 take 1 lin'], 'CASE_ALREADY_RESOLVED'],
    ['hand a closed case on', ['1 close-though-it-fires 1 lin', '2 hand-to-bo 1 lin'], 'CASE_ALREADY_CLOSED'],
    ['give back what nobody has', ['2 give-back 1 lin'], 'CASE_NOT_ACKNOWLEDGED'],
    [
      'give a resolved case back',
      ['1 fix-though-it-fires 1 lin', '2 give-back 1 lin'],
      'CASE_ALREADY_RESOLVED',
    ],
    ['reopen what is open', ['1 ack 1 lin', '2 reopen 1 lin'], 'CASE_NOT_ENDED'],
    [
      'reopen what goes on elsewhere',
      ['1 fix-though-it-fires 1 lin', '2 resolve a', '90 fire a minor', '91 reopen 1 lin'],
      'CASE_GOES_ON',
    ],
    [
      'resolve twice',
      ['1 fix-though-it-fires 1 lin', '2 fix-though-it-fires 1 lin'],
      'CASE_ALREADY_RESOLVED',
    ],
    ['resolve without acknowledging', ['1 fix-though-it-fires 1 lin'], 'no error'],
    ['note on a resolved case', ['1 fix-though-it-fires 1 lin', '2 note 1 lin'], 'no error'],
    ['note on a closed case', ['1 close-though-it-fires 1 lin', '2 note 1 lin'], 'CASE_ALREADY_CLOSED'],
    ['close a resolved case', ['1 fix-though-it-fires 1 lin', '2 close-though-it-fires 1 lin'], 'no error'],
    [
      'close twice',
      ['1 close-though-it-fires 1 lin', '2 close-though-it-fires 1 lin'],
      'CASE_ALREADY_CLOSED',
    ],
    ['a case that is not there', ['1 ack 7 lin'], 'CASE_NOT_FOUND'],
  ])('%s', async (_, steps, expected) => {
    const store = await (await newDatabase()).open();
    await play(store, ['0 fire a minor', ...steps.slice(0, -1)]);
    const before = await told(store);
    const code = await play(store, steps.slice(-1)).then(
      () => 'no error',
      (error: unknown) => (isUserError(error) ? error.code : String(error)),
    );
    expect(code).toBe(expected);
    if (code !== 'no error') expect(await told(store)).toEqual(before);
    await expectIndexesToFollow(store);
  });
});
