import { describe, expect, it } from 'vitest';
import { accountOf, chatPeople } from '../../../test/harness/chat-house.ts';
import { decideCase } from './decide-case.ts';
import { type ChatPerson, decideKnown, decideStanding } from './decide-known.ts';

describe('which case is meant', () => {
  it.each([
    [1, [], [], { is: 'clear', caseId: 1, because: 'words' }],
    [1, [1, 2], [], { is: 'clear', caseId: 1, because: 'words' }],
    [1, [2], [], { is: 'unclear', because: 'contradiction', among: [1, 2] }],
    [undefined, [2], [3, 4], { is: 'clear', caseId: 2, because: 'answered' }],
    [undefined, [2, 3], [2], { is: 'unclear', because: 'several', among: [2, 3] }],
    [undefined, [], [4], { is: 'clear', caseId: 4, because: 'only-one' }],
    [undefined, [], [4, 5], { is: 'unclear', because: 'several', among: [4, 5] }],
    [undefined, [], [], { is: 'unclear', because: 'none', among: [] }],
  ])('words %j, answered %j, paged %j', (inWords, inAnswered, paged, meant) => {
    expect(decideCase({ inWords, inAnswered, paged })).toEqual(meant);
  });
});

const [zhao, ada] = chatPeople as [ChatPerson, ChatPerson];

describe('who it is', () => {
  it('is who has that id at that service', () => {
    expect(decideKnown('slack', '1001', chatPeople)).toBe(zhao);
    expect(decideKnown('slack', '10', chatPeople)).toBeUndefined();
    const only = [{ ...ada, chat: [{ service: 'slack' as const, user: '5' }] }];
    expect(decideKnown('telegram', '5', only)).toBeUndefined();
  });

  it('is nobody where two say that they are it', () => {
    expect(decideKnown('slack', '1001', [...chatPeople, { ...ada, chat: zhao.chat }])).toBeUndefined();
  });
});

describe('what they may', () => {
  const engineer = { role: 'engineer', customers: null, teams: [] };

  it('is what their account may', () => {
    const own = accountOf({ role: 'read-only', customers: ['acme'], teams: ['east'] });
    expect(decideStanding(zhao, [own])).toEqual({
      id: 'a-1',
      role: 'read-only',
      customers: ['acme'],
      teams: ['east'],
    });
    expect(decideStanding(ada, [accountOf({ name: 'ada', role: 'admin' })])).toMatchObject({ role: 'admin' });
  });

  it('is what an engineer may, of who has none or is not told from others', () => {
    expect(decideStanding(zhao, [])).toEqual({ id: 'zhao', ...engineer });
    const others = [accountOf({ id: 'a-2', email: 'another@desk.example', name: '赵敏', role: 'admin' })];
    expect(decideStanding(zhao, others)).toEqual({ id: 'zhao', ...engineer });
    const two = ['a-2', 'a-3'].map((id) => accountOf({ id, name: 'Ada', role: 'admin' }));
    expect(decideStanding(ada, two)).toEqual({ id: 'Ada', ...engineer });
  });

  it('is nothing of who may not sign in any more', () => {
    expect(decideStanding(zhao, [accountOf({ retiredAt: '2026-02-01T00:00:00Z' })])).toBeUndefined();
  });
});
