import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, describeWith, startCollector } from '../harness/index.ts';
import { startBrowser, visit, type Visitor } from './browser.ts';

describeWith('chromium', 'accounts in a browser', () => {
  let collector: Collector;
  let browser: Browser;
  let admin: Visitor;
  beforeAll(async () => {
    collector = await startCollector();
    browser = await startBrowser();
    admin = await visit(browser, collector.url, { locale: 'en-GB', screen: 'desktop' });
    const { page } = admin;
    await page.getByRole('button', { name: 'Sign in with a token' }).click();
    await page.getByLabel('Access token').fill(collector.adminToken());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await collector.stop();
  });

  async function addAda(page: Page): Promise<string> {
    await page.goto(`${collector.url}/settings`);
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('button', { name: 'Add an account' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    const row = page.locator('.row', { hasText: 'Ada' });
    await row.getByRole('button', { name: 'Sign-in link' }).click();
    return (await row.locator('code').textContent()) ?? '';
  }

  it('lets somebody in by a link, who chooses a password and signs in with it', async () => {
    const link = await addAda(admin.page);
    const { page, complaints, leave } = await visit(browser, link, { locale: 'zh-CN', screen: 'phone' });
    await page.getByRole('button', { name: '打开控制台' }).click();
    await page.getByRole('heading', { name: '故障单', exact: true }).waitFor();
    await page.goto(`${collector.url}/settings`);
    await page.getByLabel('新密码').fill('Password2026');
    await page.getByRole('button', { name: '设置密码' }).click();
    await page.getByText('该密码太容易被猜到').waitFor();
    await page.getByLabel('新密码').fill('kernel-pudding-7');
    await page.getByRole('button', { name: '设置密码' }).click();
    await page.getByText('密码已设置').waitFor();
    expect(await page.getByRole('link', { name: '账号' }).count()).toBe(0);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByLabel('邮箱').fill('ADA@example.com');
    await page.getByLabel('密码').fill('kernel-pudding-7');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByText('登录位置').waitFor();
    // What the server refuses on purpose the browser tells too; faults of scripts are another thing.
    expect(complaints.filter((one) => !one.startsWith('Failed to load resource'))).toEqual([]);
    await leave();
  });

  it('tries a channel out, and says what the other side said', async () => {
    const { page } = admin;
    await page.goto(`${collector.url}/settings`);
    await page.getByRole('link', { name: 'Channels' }).click();
    await page.getByRole('button', { name: 'Send a test page' }).click();
    await page.getByText('Taken by the other side: printed.').waitFor();
  });

  it('swaps duty between two people, who are offered their next turns and both agree, and puts one on duty for another', async () => {
    const put = (place: string, data: object) =>
      collector.api(`/api/v1/directory/${place}`, { method: 'PUT', body: { data } });
    const account = async (id: string, name: string) => {
      await put(`people/${id}`, { name, mail: `${id}@example.com` });
      const body = { name, email: `${id}@example.com`, role: 'engineer' };
      const made = await collector.api<{ id: string }>('/api/v1/accounts', { method: 'POST', body });
      const link = `/api/v1/accounts/${made.id}/login-link`;
      return (await collector.api<{ url: string }>(link, { method: 'POST', body: {} })).url;
    };
    const links = [await account('lin', '林芳'), await account('zhao', '赵敏')];
    await put('teams/east', { name: 'East', members: ['lin', 'zhao'] });
    const layer = {
      name: 'all',
      people: ['lin', 'zhao'],
      from: '2026-01-05',
      handOver: '09:00',
      every: '1d',
    };
    await put('rotas/east', { name: 'East', team: 'east', zone: 'Asia/Shanghai', layers: [layer] });
    const [lin, zhao] = [
      await visit(browser, links[0] ?? '', { locale: 'en-GB', screen: 'desktop' }),
      await visit(browser, links[1] ?? '', { locale: 'zh-CN', screen: 'phone' }),
    ];
    await lin.page.getByRole('button', { name: 'Open the console' }).click();
    await lin.page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
    await lin.page.goto(`${collector.url}/oncall?view=changes`);
    await lin.page.getByRole('button', { name: 'Ask for a swap' }).click();
    const dialog = lin.page.getByRole('dialog');
    const offered = (label: string) => dialog.getByLabel(label).inputValue();
    const span = async () => [await offered('You give from'), await offered('You give until')] as const;
    const lengthOf = ([begin, end]: readonly string[]) => Date.parse(end ?? '') - Date.parse(begin ?? '');
    await expect.poll(async () => lengthOf(await span())).toBe(86_400_000);
    const [from, to] = await span();
    expect(await offered('You take from')).toBe(to);
    const given = lin.page.locator('.duty-lines li', { hasText: '林芳' });
    await dialog.getByRole('button', { name: 'Ask for a swap' }).click();
    await given.getByText(/waits for.*赵敏/).waitFor();
    await zhao.page.getByRole('button', { name: '打开控制台' }).click();
    await zhao.page.getByRole('heading', { name: '故障单', exact: true }).waitFor();
    await zhao.page.goto(`${collector.url}/oncall?view=changes`);
    await zhao.page.getByRole('button', { name: '同意' }).click();
    await zhao.page.getByText('已生效').waitFor();
    const at = new Date(from).toISOString();
    const who = async () => {
      const answer = await collector.api<{ items: { people: { id: string }[]; reason: string }[] }>(
        `/api/v1/oncall/who?at=${at}`,
      );
      return answer.items.map(({ people, reason }) => [people.map(({ id }) => id), reason]);
    };
    expect(await who()).toEqual([[['zhao'], 'swap']]);
    await lin.page.getByRole('button', { name: 'Put on duty' }).click();
    await dialog.getByLabel('From', { exact: true }).fill(from);
    await dialog.getByLabel('To', { exact: true }).fill(to);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await who()).toEqual([[['lin'], 'override']]);
    for (const one of [lin, zhao]) {
      expect(one.complaints).toEqual([]);
      await one.leave();
    }
  }, 90_000);

  it('makes a token that is shown once, and ends it', async () => {
    const { page } = admin;
    await page.goto(`${collector.url}/settings`);
    await page.getByLabel('What it is for').fill('script');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = (await page.locator('code').textContent()) ?? '';
    const headers = { authorization: `Bearer ${token}` };
    const status = async () => (await fetch(`${collector.url}/api/v1/hosts`, { headers })).status;
    expect(await status()).toBe(200);
    await page.locator('.row', { hasText: 'script' }).getByRole('button', { name: 'End' }).click();
    await expect.poll(status).toBe(401);
    expect(admin.complaints).toEqual([]);
  });
});
