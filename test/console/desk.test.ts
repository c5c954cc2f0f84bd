import type { CaseDetail } from '@watchcase/api';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, describeWith, startCollector } from '../harness/index.ts';
import { startBrowser, visit, type Visitor } from './browser.ts';

describeWith('chromium', 'the desk in a browser', () => {
  let collector: Collector;
  let browser: Browser;
  let english: Visitor;
  const open = (title: string, more: object = {}) =>
    collector.api<CaseDetail>('/api/v1/cases', {
      method: 'POST',
      body: { title, severity: 'minor', category: 'software', customer: 'acme', ...more },
    });

  beforeAll(async () => {
    collector = await startCollector();
    await collector.newToken({ customer: 'acme', site: 'plant-1' });
    browser = await startBrowser();
    english = await visit(browser, collector.url, { locale: 'en-GB', screen: 'desktop' });
    const { page } = english;
    await page.getByRole('button', { name: 'Sign in with a token' }).click();
    await page.getByLabel('Access token').fill(collector.adminToken());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await collector.stop();
  });

  it('opens a case that somebody called about, and works on it by the buttons of its state', async () => {
    const { page } = english;
    await page.getByRole('link', { name: 'Open a case' }).click();
    await page.getByLabel('Customer').selectOption('acme');
    await page.getByLabel('What is wrong, in one line').fill('Orders print twice');
    await page.getByLabel('What was reported?').fill('since this morning');
    await page.getByRole('button', { name: 'Open a case' }).click();
    await page.getByRole('heading', { name: 'Orders print twice' }).waitFor();
    await page.getByText('since this morning').waitFor();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('admin took the case').waitFor();
    await page.locator('.more-menu summary', { hasText: 'More' }).click();
    await page.getByRole('button', { name: 'Diagnosis' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('the driver is old');
    await page.getByRole('dialog').getByRole('button', { name: 'Diagnosis' }).click();
    await page.getByText('the driver is old').waitFor();
    await page.locator('.more-menu summary', { hasText: 'More' }).click();
    await page.getByRole('button', { name: 'Put on hold' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put on hold' }).click();
    await page.getByText('waiting for the customer').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('goes on with the case').waitFor();
  });

  it('shows many as a table, goes through them by keys, and does one act to all that are chosen', async () => {
    const { page } = english;
    const made = [await open('printer one'), await open('printer two'), await open('scanner')];
    await page.goto(`${collector.url}/cases?look=table`);
    await page.locator('.case-table tbody tr').nth(3).waitFor();
    await page.getByLabel('Words or number').fill('printer');
    await page.waitForURL(/text=printer/);
    await page.locator('.case-table tbody tr', { hasText: 'scanner' }).waitFor({ state: 'detached' });
    await page.locator('h1').click();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText('2 chosen').waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('Done for 2').waitFor();
    for (const { id } of made.slice(0, 2))
      expect((await collector.api<CaseDetail>(`/api/v1/cases/${id}`)).state).toBe('acknowledged');
    await page.getByRole('button', { name: 'Save this list' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Printers');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Printers' }).waitFor();
    expect(english.complaints).toEqual([]);
  });

  it('tells what solved it last time, and why it is thought to be the same', async () => {
    const { page } = english;
    const before = await open('磁盘空间不足 on erp');
    await collector.api(`/api/v1/cases/${before.id}/resolve`, {
      method: 'POST',
      body: { solution: 'deleted old logs' },
    });
    const again = await open('磁盘空间不足 on erp');
    await page.waitForTimeout(1500);
    await page.goto(`${collector.url}/cases/${again.id}`);
    await page.getByText('deleted old logs').waitFor();
    await page.getByText(/Because: .*the same words/).waitFor();
    await page.goto(`${collector.url}/cases/${before.id}`);
    await page.getByRole('button', { name: 'Make an article' }).click();
    await page.getByRole('heading', { name: '磁盘空间不足 on erp' }).waitFor();
    await page.getByRole('button', { name: 'Reviewed' }).click();
    await page.getByText('Reviewed ·').waitFor();
    expect(english.complaints).toEqual([]);
  });
});
