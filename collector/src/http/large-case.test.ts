import type { CaseDetail, CaseEventView } from '@watchcase/api';
import { expect, it } from 'vitest';
import { applyTurn, changeOf } from '../../../test/harness/cases-in-steps.ts';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

const ALERTS = 1500;
const TURNS = 12;
const MOST_BYTES = 200_000;

describeEachStore('a case with thousands of alerts', (newDatabase) => {
  it('is told in a bounded answer, the worst first; all of its timeline in pages', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    try {
      const all = (what: string, severity: string) =>
        Array.from({ length: ALERTS }, (_, at) => changeOf([String(at % 2), what, `a${at}`, severity]));
      for (let turn = 0; turn < TURNS; turn++)
        await applyTurn(store, all(turn % 2 ? 'resolve' : 'fire', 'minor'));
      await applyTurn(store, [changeOf(['2', 'fire', 'last', 'critical'])]);
      const answer = await house.ask('GET', '/api/v1/cases/1');
      const it = answer.body as CaseDetail;
      expect(JSON.stringify(it).length).toBeLessThan(MOST_BYTES);
      expect([it.alerts.length, it.alertCount, it.alerts[0]?.id]).toEqual([100, ALERTS + 1, 'last']);
      expect([it.timeline.length, it.timeline.at(-1)?.seq]).toEqual([200, it.timelineCount]);
      const lines: CaseEventView[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const page = await house.ask('GET', `/api/v1/cases/1/timeline?limit=150${more}`);
        const { items, next } = page.body as { items: CaseEventView[]; next: string | null };
        lines.push(...items);
        cursor = next;
      }
      expect(lines.map(({ seq }) => seq)).toEqual(
        Array.from({ length: it.timelineCount }, (_, at) => it.timelineCount - at),
      );
      expect((await house.ask('GET', '/api/v1/cases/77/timeline')).status).toBe(404);
    } finally {
      await house.stop();
    }
  }, 60_000);
});
