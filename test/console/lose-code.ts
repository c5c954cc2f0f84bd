import { eventually } from '@watchcase/testkit';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The code of a page cannot be had: the reader is told, and may try again. Once the server has another console that one is brought, and no second time. */
export async function loseCode(page: Page, url: string): Promise<void> {
  await page.route(/\/assets\/knowledge-/, (route) => route.fulfill({ status: 404 }));
  await page.goto(`${url}/hosts`);
  await page.getByRole('heading', { name: 'Hosts', exact: true }).waitFor();
  let loads = 0;
  page.on('load', () => loads++);
  const fault = page.getByRole('main').getByRole('alert');
  await page.getByRole('link', { name: 'Knowledge', exact: true }).click();
  await fault.waitFor();
  expect(loads).toBe(0);
  await page.route(`${url}/`, (route) => route.fulfill({ body: '"/assets/index-newer.js"' }));
  await fault.getByRole('button').click();
  await eventually(() => loads === 1 || undefined);
  await fault.waitFor();
  await page.unroute(/\/assets\/knowledge-/);
  await fault.getByRole('button').click();
  await page.getByRole('heading', { name: 'Knowledge', exact: true }).waitFor();
  expect(loads).toBe(1);
}
