import { machineZone } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';
import { dutySchema } from './config.ts';
import { createRoster } from './roster.ts';

const duty = dutySchema.parse([
  { name: 'Zhao', language: 'zh-CN', severities: ['critical'], channels: ['hook', 'mail'] },
  { name: 'Ada', zone: 'Europe/Berlin', channels: ['mail'] },
]);
const people = [
  { id: 'lin', name: '林岚', language: 'zh-CN', zone: 'Asia/Shanghai' },
  { id: 'zhao', name: '赵敏', language: 'en' },
] as const;
const roster = createRoster({ duty, people });
const page = { severity: 'major', reason: 'opened', at: 0 } as const;
const channelsOf = (who: string, channel?: string) =>
  roster.waysOf(who, { ...page, ...(channel === undefined ? {} : { channel }) }).map((way) => way.channel);

describe('who is known', () => {
  it.each([
    ['lin', 'lin', '林岚'],
    ['林岚', 'lin', '林岚'],
    ['LIN', 'lin', '林岚'],
    ['Ada', 'Ada', 'Ada'],
    ['ada', 'Ada', 'Ada'],
    ['zhao', 'zhao', '赵敏'],
    ['Zhao', 'zhao', '赵敏'],
    ['赵敏', 'zhao', '赵敏'],
  ])('%s is %s (%s)', (asked, id, name) => {
    expect(roster.find(asked)).toMatchObject({ id, name });
  });

  it('nobody else is', () => {
    expect(roster.find('Wang')).toBeUndefined();
    expect(roster.waysOf('Wang', page)).toEqual([]);
  });

  it('what the directory says of somebody of duty goes before the config, which says the rest', () => {
    expect(roster.find('zhao')).toMatchObject({
      language: 'en',
      zone: machineZone(),
      severities: ['critical'],
    });
    expect(roster.find('Ada')).toMatchObject({ language: 'en', zone: 'Europe/Berlin' });
    expect(roster.find('lin')).toMatchObject({ severities: ['advisory', 'minor', 'major', 'critical'] });
  });

  it('a name that two people of the directory bear is neither of them', () => {
    const twins = [
      { id: 'zhao-1', name: 'Zhao' },
      { id: 'zhao-2', name: 'Zhao' },
    ];
    expect(createRoster({ duty, people: twins }).find('Zhao')).toMatchObject({ id: 'Zhao' });
    expect(createRoster({ duty: [], people: twins }).find('zhao-2')).toMatchObject({ id: 'zhao-2' });
  });

  it('two of duty whose names differ in their case alone stay two', () => {
    const two = createRoster({
      duty: dutySchema.parse([
        { name: 'ada', channels: ['hook'] },
        { name: 'Ada', channels: ['mail'] },
      ]),
      people: [],
    });
    expect(two.waysOf('ada', page)).toMatchObject([{ channel: 'hook' }]);
    expect(two.waysOf('Ada', page)).toMatchObject([{ channel: 'mail' }]);
  });
});

describe('by which ways', () => {
  it('of duty: each channel of the config, at once, where it says', () => {
    expect(roster.waysOf('zhao', page)).toEqual([
      { channel: 'hook', address: null, afterMs: 0, heldUntil: null },
      { channel: 'mail', address: null, afterMs: 0, heldUntil: null },
    ]);
  });

  it('one that is asked for goes before the others, where the person has it', () => {
    expect(channelsOf('zhao', 'mail')).toEqual(['mail']);
    expect(channelsOf('zhao', 'sms')).toEqual(['hook', 'mail']);
  });

  describe('of somebody with methods', () => {
    const methods = [
      { id: 'chat', channel: 'telegram', address: '77' },
      { id: 'phone', channel: 'voice', address: '13800138000' },
      { id: 'old', channel: 'pager', address: '1' },
    ];
    const rules = [{ methods: ['chat'] }, { methods: ['phone', 'old'], after: '3m' }];
    const ways = (verified: string[], more: { channel?: string; id?: string } = {}) =>
      createRoster({
        duty,
        people: [{ id: more.id ?? 'lin', name: 'Lin', methods, rules, zone: 'Asia/Shanghai' }],
        channels: new Map([
          ['telegram', true],
          ['voice', true],
          ['group', false],
        ]),
        isVerified: ({ channel }) => verified.includes(channel),
      })
        .waysOf(more.id ?? 'lin', {
          ...page,
          ...(more.channel === undefined ? {} : { channel: more.channel }),
        })
        .map((way) => `${way.channel} ${way.address} ${way.afterMs}`);

    it.each([
      [
        'those that are verified and in the config, by their rules',
        ['telegram', 'voice', 'pager'],
        {},
        ['telegram 77 0', 'voice 13800138000 180000'],
      ],
      ['what is not verified is not used', ['voice'], {}, ['voice 13800138000 180000']],
      ['nothing is verified, and the config knows nothing of them', [], {}, []],
      ['nothing is verified: as the config says', [], { id: 'zhao' }, ['hook null 0', 'mail null 0']],
      ['their own go before what the config says', ['telegram'], { id: 'zhao' }, ['telegram 77 0']],
      ['a step asks for the phone', ['telegram', 'voice'], { channel: 'voice' }, ['voice 13800138000 0']],
      ['a step asks for a channel of all', ['telegram'], { channel: 'group' }, ['group null 0']],
      ['a step asks for what they do not have', ['telegram'], { channel: 'voice' }, ['telegram 77 0']],
      ['a step asks for what nobody has', ['telegram'], { channel: 'fax' }, ['telegram 77 0']],
    ])('%s', (_, verified, more, expected) => {
      expect(ways(verified, more)).toEqual(expected);
    });
  });

  it('nobody says how somebody of the directory alone is reached', () => {
    expect(channelsOf('lin')).toEqual([]);
  });
});
