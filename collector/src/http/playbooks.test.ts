import type { CaseDetail, CasePlaybook } from '@watchcase/api';
import { expect, it } from 'vitest';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { play } from '../../../test/harness/cases-in-steps.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

const words = (text: string) => ({ en: text, 'zh-CN': `${text}（中文）` });

describeEachStore('playbooks of a case', (newDatabase) => {
  async function begin() {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    await play(store, ['0 fire a minor']);
    const [{ id } = { id: 0 }] = (
      (await house.ask('GET', '/api/v1/cases')).body as { items: { id: number }[] }
    ).items;
    const put = (name: string, data: object) =>
      house.ask('PUT', `/api/v1/directory/playbooks/${name}`, { data: { title: words(name), ...data } });
    const read = async () =>
      ((await house.ask('GET', `/api/v1/cases/${id}/playbooks`)).body as { items: CasePlaybook[] }).items;
    const act = (kind: 'tick' | 'untick', body: object) =>
      house.ask('POST', `/api/v1/cases/${id}/${kind}`, { playbook: 'rule', version: 1, by: 'Ada', ...body });
    for (const category of ['software', 'hardware'])
      await house.ask('PUT', `/api/v1/directory/categories/${category}`, { data: { name: words(category) } });
    await put('category', { categories: ['software'], steps: [words('ask the user')] });
    await put('rule', { rules: ['p/r'], steps: [words('look'), words('mend')] });
    await put('other', { rules: ['p/other'], categories: ['hardware'], steps: [words('no')] });
    return { house, id, put, read, act };
  }

  it('are those for its rule before those for its category, and none that fit neither', async () => {
    const { house, read, put } = await begin();
    expect((await read()).map(({ id }) => id)).toEqual(['rule', 'category']);
    expect(await read()).toMatchObject([
      {
        version: 1,
        title: words('rule'),
        steps: [{ step: 1, text: words('look'), tickedAt: null }, { step: 2 }],
      },
      { steps: [{ text: words('ask the user') }] },
    ]);
    await put('category', { categories: ['software'], steps: [words('ask')], retired: true });
    expect((await read()).map(({ id }) => id)).toEqual(['rule']);
    await house.stop();
  });

  it('say who did which step, once, and that it was taken back; all of it stands in the log', async () => {
    const { house, id, read, act } = await begin();
    await act('tick', { step: 2 });
    const twice = await act('tick', { step: 2, by: 'Bo' });
    const kinds = ({ body }: { body: unknown }) => (body as CaseDetail).timeline.map(({ kind }) => kind);
    expect(kinds(twice).filter((kind) => kind === 'step-ticked')).toHaveLength(1);
    const at = new Date(house.clock.now()).toISOString();
    expect((await read())[0]?.steps).toMatchObject([
      { step: 1, tickedBy: null },
      { step: 2, tickedBy: 'Ada', tickedAt: at },
    ]);
    const untouched = await act('untick', { step: 1 });
    expect(kinds(untouched)).not.toContain('step-unticked');
    const back = await act('untick', { step: 2, by: 'Bo' });
    expect((back.body as CaseDetail).timeline.at(-1)).toMatchObject({
      kind: 'step-unticked',
      actor: 'Bo',
      data: { playbook: 'rule', version: 1, step: 2, titles: words('mend') },
    });
    expect((await read())[0]?.steps[1]).toMatchObject({ tickedBy: null, tickedAt: null });
    expect((await house.ask('GET', `/api/v1/cases/${id}`)).body).toMatchObject({ state: 'open' });
    await house.stop();
  });

  it('go on in the version in which they were begun, also when nobody uses that any more', async () => {
    const { house, put, read, act } = await begin();
    await act('tick', { step: 1 });
    await put('rule', {
      rules: ['p/r'],
      steps: [words('call'), words('look'), words('mend')],
      retired: true,
    });
    expect((await read())[0]).toMatchObject({ id: 'rule', version: 1, steps: [{ tickedBy: 'Ada' }, {}] });
    expect((await act('tick', { step: 2 })).status).toBe(200);
    expect(await act('tick', { step: 3, version: 2 })).toMatchObject({
      status: 404,
      body: { code: 'PLAYBOOK_STEP_UNKNOWN' },
    });
    await house.stop();
  });

  it('are only read once the case is closed', async () => {
    const { house, id, read, act } = await begin();
    await act('tick', { step: 1 });
    await house.ask('POST', `/api/v1/cases/${id}/close`, { whileFiring: 'stays-resolved' });
    expect(await act('untick', { step: 1 })).toMatchObject({
      status: 409,
      body: { code: 'CASE_ALREADY_CLOSED' },
    });
    expect((await read())[0]?.steps[0]?.tickedBy).toBe('Ada');
    await house.stop();
  });
});
