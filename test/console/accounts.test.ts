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
