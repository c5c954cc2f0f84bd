import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Collector } from '../harness/index.ts';
import { screens, type Visitor } from './browser.ts';
import type { WatchedHost } from './watched-host.ts';

/**
 * Goes through the backups of a host as a person would who is signed in: a policy is broken, its job is found in the matrix, its page says why, a drill is recorded, and a job that nobody
 * judges is taken into a policy. Nothing of it makes the browser complain.
 */
export async function walkBackups(
  { page, complaints }: Visitor,
  collector: Collector,
  host: WatchedHost,
): Promise<void> {
  const policy = { name: 'Nightly', jobs: { names: ['erp*'] }, schedule: { every: '1d' }, drillEvery: '30d' };
  await collector.api('/api/v1/directory/backupPolicies/nightly', { method: 'PUT', body: { data: policy } });
  host.backUp('photos');
  host.backUp('erp.db', false);
  await findJob(page, collector.url);
  await recordDrill(page);
  // The way back leads to the list as it was left; all of it fits a phone.
  await page.locator('.back').click();
  await page.waitForURL(/state=failed/);
  await page.setViewportSize(screens.phone);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(screens.phone.width);
  await page.setViewportSize(screens.desktop);
  await adopt(page);
  // A host's page and a case's lead to the job.
  await page.goto(`${collector.url}/hosts/${host.id}`);
  await page.getByRole('link', { name: 'erp.db', exact: true }).click();
  await page.locator('.case-line a').click();
  await page.getByRole('link', { name: 'The backup erp.db' }).click();
  await page.getByRole('heading', { name: 'erp.db', exact: true }).waitFor();
  await readPolicy(page, collector);
  await readsOnce(page, collector.url);
  // What a form was refused the browser tells as well.
  expect(complaints.splice(0).filter((one) => !one.startsWith('Failed to load resource'))).toEqual([]);
}

/** A policy's page leads to the contracts that name it. */
async function readPolicy(page: Page, collector: Collector): Promise<void> {
  const contract = '/api/v1/directory/contracts/acme-2026';
  const data = {
    customer: 'acme',
    name: 'All in',
    policy: 'standard',
    backup: 'nightly',
    from: '2026-01-01',
  };
  await collector.api(contract, { method: 'PUT', body: { data: { ...data, to: '2099-12-31' } } });
  await page.goto(`${collector.url}/directory/backupPolicies/nightly`);
  await page.getByRole('link', { name: 'All in' }).click();
  await page.getByRole('link', { name: 'Nightly' }).waitFor();
  await collector.api(`${contract}/retire`, { method: 'POST', body: {} });
}

/** What the first page reads is asked for once, by whoever comes first, and not again when the line for changes opens. */
async function readsOnce(page: Page, url: string): Promise<void> {
  const asked: string[] = [];
  const note = (request: { url(): string }) => {
    const { pathname, search } = new URL(request.url());
    // Cases change while one looks at them.
    if (pathname.startsWith('/api/') && !pathname.startsWith('/api/v1/cases')) asked.push(pathname + search);
  };
  page.on('request', note);
  await page.goto(`${url}/backups`);
  await page.locator('.matrix tr[data-to]').first().waitFor();
  // As long as a list rests before it is read again.
  await page.waitForTimeout(1000);
  page.off('request', note);
  expect(asked).toContain('/api/v1/backups?days=30&sort=state&limit=50');
  expect(asked.filter((one, at) => asked.indexOf(one) !== at)).toEqual([]);
}

/** By keys: the squares are one stop, and Enter opens the job. */
async function findJob(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/backups?sort=place`);
  const row = page.locator('.matrix tr[data-to]', { hasText: 'erp.db' });
  await row.getByText('Failed').waitFor();
  await row.getByRole('cell', { name: /: failed$/ }).waitFor();
  await page
    .locator('.state-choice')
    .getByRole('button', { name: /Failed/ })
    .click();
  await page.locator('.matrix tr[data-to]', { hasText: 'photos' }).waitFor({ state: 'detached' });
  await row.locator('td[tabindex="0"]').focus();
  await page.keyboard.press('ArrowLeft');
  expect(await page.evaluate('document.activeElement.cellIndex')).toBe(32);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'erp.db', exact: true }).waitFor();
}

async function recordDrill(page: Page): Promise<void> {
  await page.getByText('The last run did not end well.').waitFor();
  await page.getByRole('row', { name: /^Success.*the last run failed, or was cut off/ }).waitFor();
  await page
    .locator('.case-lines')
    .getByText(/Backup erp\.db on .* failed/)
    .waitFor();
  await page.getByRole('button', { name: 'Record a drill' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('a drill without evidence proves nothing').waitFor();
  await dialog.getByLabel('What was looked at').fill('orders: 41 203\n!logs: none');
  await dialog.getByLabel('Restored, GiB').fill('1.5');
  // A phone gives one at a time, and one too many is taken away again.
  const chooser = dialog.locator('input[type=file]');
  for (const name of ['rows.txt', 'wrong.txt', 'screen.png'])
    await chooser.setInputFiles({ name, mimeType: 'text/html', buffer: Buffer.from(`what ${name} says`) });
  await chooser.setInputFiles({ name: 'none.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
  await dialog.getByText('none.txt is empty').waitFor();
  for (const name of ['none.txt', 'wrong.txt'])
    await dialog.getByRole('button', { name: `Leave out: ${name}` }).click();
  await page.setViewportSize(screens.phone);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(screens.phone.width);
  await page.setViewportSize(screens.desktop);
  await dialog.getByLabel('The customer may see the files').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  const drill = page.locator('.drill');
  await drill.getByText('1.5 GiB restored').waitFor();
  await drill.getByRole('row', { name: 'logs did not pass none' }).waitFor();
  await drill.getByText('written down by admin').waitFor();
  expect(await drill.locator('.evidence li').allInnerTexts()).toEqual([
    'rows.txt 18 B · for the customer too',
    'screen.png 20 B · for the customer too',
  ]);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    drill.getByRole('link', { name: 'rows.txt' }).click(),
  ]);
  expect(readFileSync(await saved.path(), 'utf8')).toBe('what rows.txt says');
}

async function adopt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'To be settled' }).click();
  const unjudged = page.locator('.finding', { hasText: 'photos' });
  await unjudged.getByRole('button', { name: 'Take into a policy' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Schedule').fill('*-*-* 25:00');
  await dialog.getByRole('button', { name: 'Take into a policy' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('Schedule').fill('*-*-* 02:30');
  await dialog.getByRole('button', { name: 'Take into a policy' }).click();
  await unjudged.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Drills', exact: true }).click();
  await page.locator('.drill-due', { hasText: 'erp.db' }).waitFor();
}
