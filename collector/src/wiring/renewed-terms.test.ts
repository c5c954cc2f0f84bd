import { expect, it } from 'vitest';
import { expectIndexesToFollow, play, START } from '../../../test/harness/cases-in-steps.ts';
import { contract, deskOver, openDesk } from '../../../test/harness/contract-desk.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { act } from '../cases/index.ts';
import { namedActor } from '../model/index.ts';

describeEachStore('contracts that change while a case is open', (newDatabase) => {
  it('are in its log once, from the moment of the change on; closed cases are judged as they were', async () => {
    const database = await newDatabase();
    const desk = await openDesk(database);
    await desk.agree(0, contract());
    await desk.fire('0', 'fire', 'x', 'minor');
    await play(desk.store, ['1 ack 1 lin', '1 fix-though-it-fires 1 lin', '1 close 1 lin']);
    await desk.fire('0', 'fire', 'a', 'minor');
    await desk.policy(5, 'targets: {respond: {minor: 10m}, resolve: {minor: 1h}}');
    // It dies before it has looked at any case, and is there again later.
    await desk.store.close();
    const again = await deskOver(database);
    await again.tick(20);
    await again.tick(21);
    expect(await again.log(2, 'terms', 'warning', 'breached')).toEqual([
      '5 warning respond 50 at 3.5',
      '5 terms k quick@2 covered',
      '20 warning respond 75 at 7.5',
      '20 breached respond 100 at 10',
    ]);
    expect(await again.clocks(2)).toEqual(['resolve: 60, 65, running', 'respond: 10, 10, breached']);
    expect(await again.row(2)).toEqual({ contract: 'k', outside: null, policy: 'quick@2' });
    expect(await again.log(1, 'terms')).toEqual([]);
    expect(await again.row(1)).toMatchObject({ policy: 'quick@1' });
    expect(await again.store.db.selectFrom('owed_anew').selectAll().execute()).toEqual([]);
    await expectIndexesToFollow(again.store);
  });

  it('as of the day it was opened: a contract that was prolonged covers it, one that is taken away does not', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.agree(0, contract('"to": "2026-03-01"'));
    await desk.report(0);
    expect(await desk.row(1)).toMatchObject({ outside: 'ended' });
    await desk.agree(10, contract());
    await desk.tick(11);
    expect(await desk.row(1)).toMatchObject({ outside: null });
    expect(await desk.clocks(1)).toEqual(['resolve: 60, 70, running', 'respond: 3, 3, breached']);
    await desk.agree(20, contract('"customer": "globex"'));
    await desk.tick(21);
    expect(await desk.row(1)).toEqual({ contract: null, outside: 'no-contract', policy: 'standard@2' });
    await desk.directory.retire('contracts', 'k', true, desk.by(30));
    await desk.tick(31);
    expect(await desk.row(1)).toEqual({ contract: null, outside: null, policy: 'standard@1' });
    expect(await desk.log(1, 'terms')).toEqual([
      '10 terms k quick@1 covered',
      '20 terms null standard@2 outside',
      '30 terms none',
    ]);
    await expectIndexesToFollow(desk.store);
  });

  it('concern its host’s product, its site’s way and its calendars, and nothing else writes a line', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.agree(0, contract('"products": ["mes"]'));
    await desk.report(0);
    await desk.directory.put(
      'contracts',
      'k',
      { data: { ...contract('"products": ["mes"]'), note: 'x' } },
      desk.by(1),
    );
    await desk.directory.put('hosts', 'acme.db1', { data: { product: 'mes', role: 'db' } }, desk.by(1));
    await desk.directory.put('customers', 'globex', { data: { name: 'Globex', zone: 'UTC' } }, desk.by(1));
    await desk.tick(2);
    expect(await desk.log(1, 'terms')).toEqual([]);
    await desk.directory.put('hosts', 'acme.db1', { data: { product: 'erp' } }, desk.by(3));
    await desk.tick(4);
    await desk.directory.put('hosts', 'acme.db1', { data: { product: 'mes' } }, desk.by(5));
    await desk.tick(6);
    await desk.directory.put(
      'sites',
      'acme.main',
      { data: { name: 'main', travelAllowance: '2h' } },
      desk.by(7),
    );
    await desk.tick(8);
    const calendar = { zone: 'UTC', hours: { 'mon-sun': ['00:00-24:00'] }, name: 'All hours' };
    await desk.directory.put('calendars', 'always', { data: calendar }, desk.by(9));
    await desk.tick(10);
    expect(await desk.log(1, 'terms')).toEqual([
      '3 terms k quick@1 outside',
      '5 terms k quick@1 covered',
      '7 terms k quick@1 covered',
      '9 terms k quick@1 covered',
    ]);
  });

  it('are asked about a case that was split off as of the day the other was opened', async () => {
    const desk = await openDesk(await newDatabase());
    // Until the day after it was reported.
    await desk.agree(0, contract('"to": "2026-03-02"'));
    await desk.report(0);
    const by = namedActor('lin');
    await desk.store.transaction((tx) =>
      act(
        tx,
        1,
        { kind: 'split', title: 'The printer', alerts: [], by },
        { now: START + 2880 * 60_000, comesBackAfterMs: 1 },
      ),
    );
    await desk.policy(2890, 'targets: {respond: {critical: 5m}}');
    await desk.tick(2890);
    for (const id of [1, 2])
      expect(await desk.row(id)).toEqual({ contract: 'k', outside: null, policy: 'quick@2' });
  });

  it('while a case was closed are looked at when it is opened again', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.agree(0, contract());
    await desk.fire('0', 'fire', 'x', 'minor');
    await play(desk.store, ['1 ack 1 lin', '1 fix-though-it-fires 1 lin', '1 close 1 lin']);
    await desk.policy(5, 'targets: {respond: {minor: 10m}}');
    await desk.tick(6);
    expect(await desk.log(1, 'terms')).toEqual([]);
    await play(desk.store, ['60 reopen 1 lin']);
    await desk.tick(61);
    expect(await desk.log(1, 'terms')).toEqual(['60 terms k quick@2 covered']);
    expect(await desk.clocks(1)).toEqual(['respond: 10, 70, running']);
  });

  it('of many cases some are looked at in each tick, by the collector that has them, and none twice', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.agree(0, contract());
    for (let count = 0; count < 5; count++) await desk.report(0, { key: `k${count}` });
    await desk.tick(0);
    await desk.policy(1, 'targets: {respond: {critical: 30m}}');
    expect(await desk.tick(1, [7])).toEqual([]);
    const changed: (readonly number[])[] = [];
    for (let tick = 0; tick < 4; tick++)
      changed.push((await desk.tick(1, [0], 2)).map(({ caseId }) => caseId));
    expect(changed).toEqual([[1, 2], [3, 4], [5], []]);
    expect(await desk.log(5, 'terms')).toEqual(['1 terms k quick@2 covered']);
  });
});

describeEachStore('timers', (newDatabase) => {
  it('time that passed while the collector was down: each row once, with the moment it was due', async () => {
    const database = await newDatabase();
    const desk = await openDesk(database);
    await desk.agree(0, contract());
    await desk.fire('0', 'fire', 'a', 'minor');
    await desk.tick(4);
    await desk.store.close();
    const again = await deskOver(database);
    await again.tick(30);
    await again.tick(30);
    expect(await again.log(1, 'warning', 'breached')).toEqual([
      '4 warning respond 50 at 3.5',
      '30 warning respond 75 at 5.25',
      '30 breached respond 100 at 7',
    ]);
    await expectIndexesToFollow(again.store);
  });

  it('two collectors at the same moment tell it once', async () => {
    const database = await newDatabase();
    const desk = await openDesk(database);
    const other = await deskOver(database);
    await desk.agree(0, contract());
    await desk.fire('0', 'fire', 'a', 'minor');
    expect(await other.tick(10, [7])).toEqual([]);
    // The one that loses is refused, and finds nothing to do when it tries again.
    await Promise.allSettled([desk.tick(10, [0]), other.tick(10, [0])]);
    await other.tick(10, [0]);
    expect(await desk.log(1, 'warning', 'breached')).toEqual([
      '10 warning respond 50 at 3.5',
      '10 warning respond 75 at 5.25',
      '10 breached respond 100 at 7',
    ]);
    await expectIndexesToFollow(desk.store);
  });
});
