import { expect, it } from 'vitest';
import { expectIndexesToFollow, START } from '../../../test/harness/cases-in-steps.ts';
import { openChainDesk } from '../../../test/harness/chain-desk.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { namedActor } from '../model/index.ts';
import { recordLine } from './record-line.ts';

const by = namedActor('zhao');

describeEachStore('a case with a chain', (newDatabase) => {
  it('asks step after step at exact moments, by the channel of the step, then the last resort', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open());
    await desk.alert(0, 'fire', 'a', 'minor');
    expect(await desk.next()).toBe(5);
    await desk.tick(4.99);
    await desk.tick(5);
    expect(await desk.next()).toBe(15);
    await desk.tick(15);
    expect(await desk.next()).toBe(35);
    await desk.tick(35);
    expect(await desk.pages()).toEqual([
      '0 zhao chat opened',
      '5 lin phone step',
      '15 qian chat step',
      '35 qian chat step',
    ]);
    expect(await desk.log('chain', 'escalated', 'nobody-to-page')).toEqual([
      '0 chain opened east 1',
      '0 escalated asked 赵磊',
      '5 escalated no-way',
      '5 escalated asked Lin',
      '15 escalated last-resort Qian',
      '35 escalated last-resort Qian',
    ]);
    await expectIndexesToFollow(desk.store);
  });

  it('asks nobody further once somebody has it, and everybody anew when it is given back or more severe', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open());
    await desk.alert(0, 'fire', 'a', 'minor');
    await desk.act(1, { kind: 'acknowledge', by });
    expect(await desk.next()).toBe(31);
    await desk.tick(6);
    await desk.act(7, { kind: 'give-back', by });
    await desk.alert(8, 'raise', 'a', 'critical');
    await desk.act(9, { kind: 'hand-on', by, to: 'Lin' });
    await desk.alert(10, 'fire', 'b', 'critical');
    expect(await desk.pages()).toEqual([
      '0 zhao chat opened',
      '7 zhao chat given-back',
      '8 zhao chat raised',
      '9 lin chat handed-on',
      '9 lin phone handed-on',
    ]);
    await desk.act(12, { kind: 'resolve', by, cause: 'c', solution: 's', whileFiring: 'stays-resolved' });
    expect(await desk.next()).toBeNull();
    await expectIndexesToFollow(desk.store);
  });

  it('keeps the chain that it was given, and takes that of the team it is given to', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open());
    await desk.alert(0, 'fire', 'a', 'minor');
    const steps = [{ page: ['manager'], delay: '1m' }];
    await desk.directory.put('chains', 'east', { data: { team: 'east', steps } }, desk.by(1));
    await desk.directory.put(
      'chains',
      'west',
      { data: { team: 'west', steps: [{ page: ['on-duty'], delay: '3m' }] } },
      desk.by(1),
    );
    await desk.tick(5);
    await desk.act(6, { kind: 'assign', by, person: null, team: 'west' });
    expect(await desk.next()).toBe(9);
    expect(await desk.pages()).toEqual(['0 zhao chat opened', '5 lin phone step', '6 sun chat opened']);
    expect(await desk.log('chain')).toEqual(['0 chain opened east 1', '6 chain team west 2']);
    await expectIndexesToFollow(desk.store);
  });

  it('asks the next step at once where nobody of the last one is reached', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open());
    await desk.alert(0, 'fire', 'a', 'minor');
    const line = { time: START + 60_000, kind: 'nobody-to-page' as const, text: '', data: { line: 3 } };
    await desk.store.transaction((tx) => recordLine(tx, 1, line));
    expect(await desk.next()).toBe(1);
    await desk.tick(1.01);
    expect(await desk.pages()).toEqual(['0 zhao chat opened', '1.01 lin phone step']);
    await expectIndexesToFollow(desk.store);
  });

  it('asks whoever was silent, with the others, and takes any of them as an answer', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open());
    await desk.alert(0, 'fire', 'a', 'minor');
    await desk.act(1, { kind: 'acknowledge', by: namedActor('Lin') });
    await desk.tick(31);
    await desk.tick(36);
    expect(await desk.pages()).toEqual([
      '0 zhao chat opened',
      '31 lin chat lapsed',
      '31 lin phone lapsed',
      '31 zhao chat lapsed',
      '36 lin phone lapsed',
    ]);
    await desk.act(37, { kind: 'note', by, text: 'I am at it' });
    expect(await desk.next()).toBe(67);
    await expectIndexesToFollow(desk.store);
  });

  it('lets whoever answers anew have it, and the same person say that they are still there', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open());
    await desk.alert(0, 'fire', 'a', 'minor');
    await desk.act(1, { kind: 'acknowledge', by });
    await expect(desk.act(2, { kind: 'acknowledge', by: namedActor('Lin') })).rejects.toThrow(/has the case/);
    await desk.tick(31);
    await desk.act(32, { kind: 'acknowledge', by });
    expect(await desk.next()).toBe(62);
    await desk.tick(62);
    await desk.act(63, { kind: 'acknowledge', by: namedActor('Lin') });
    expect(await desk.next()).toBe(93);
    expect(await desk.store.db.selectFrom('cases').select(['assignee', 'acknowledged_by']).execute()).toEqual(
      [{ assignee: 'Lin', acknowledged_by: 'Lin' }],
    );
    await expectIndexesToFollow(desk.store);
  });

  it('tells who has it at half of the time, the lead at three quarters, the manager when it is over', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open());
    await desk.alert(0, 'fire', 'a', 'critical');
    await desk.act(1, { kind: 'acknowledge', by });
    for (let minute = 20; minute <= 240; minute += 20) {
      await desk.act(minute, { kind: 'note', by, text: 'at it' });
      await desk.tick(minute);
    }
    expect((await desk.pages()).slice(1)).toEqual([
      '120 zhao chat warning',
      '180 lin chat warning',
      '180 lin phone warning',
      '240 qian chat breached',
    ]);
    await expectIndexesToFollow(desk.store);
  });

  it('says who was asked, who is next and when, as rotas and ways are now', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open());
    await desk.alert(0, 'fire', 'a', 'minor');
    const at = (minute: number) => new Date(START + minute * 60_000).toISOString();
    const team = { id: 'east', name: 'East' };
    const first = { people: [{ id: 'zhao', name: '赵磊' }], at: at(0), round: 1, step: 1 };
    const lin = { what: 'step', at: at(5), people: [{ id: 'lin', name: 'Lin' }], round: 1, step: 3 };
    expect(await desk.explain()).toEqual({
      case: 'C-1',
      chain: { id: 'east', name: 'east', version: 1, team },
      because: 'asking',
      isLapsed: false,
      steps: 3,
      rounds: 1,
      asked: first,
      next: lin,
    });
    await desk.act(1, { kind: 'acknowledge', by });
    const people = [{ id: 'zhao', name: '赵磊' }];
    const lapse = { what: 'lapse', at: at(31), people, round: null, step: null };
    expect(await desk.explain()).toMatchObject({ because: 'acknowledged', asked: null, next: lapse });
    await desk.tick(31);
    expect(await desk.explain()).toMatchObject({ because: 'asking', isLapsed: true, asked: { people } });
    const held = { kind: 'hold', by, reason: 'parts', until: null, text: '' } as const;
    await desk.act(32, held);
    expect(await desk.explain()).toMatchObject({ because: 'held', isLapsed: false, asked: null, next: null });
  });

  it('and one without: everybody on the config’s duty is paged at once, as ever', async () => {
    const desk = await openChainDesk(await (await newDatabase()).open(), { chains: false });
    await desk.alert(0, 'fire', 'a', 'minor');
    await desk.tick(60);
    const at = (await desk.pages()).filter((page) => page.endsWith('opened'));
    expect(at).toEqual([
      '0 zhao chat opened',
      '0 lin chat opened',
      '0 lin phone opened',
      '0 qian chat opened',
      '0 sun chat opened',
      '0 ada chat opened',
    ]);
    expect(await desk.store.db.selectFrom('escalations').selectAll().execute()).toEqual([]);
  });
});
