import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../packages/console/src/texts/en/index.ts';
import { addresses } from '../../packages/console/src/words/route-of.ts';
import { type Collector, describeWith, startCollector } from '../harness/index.ts';
import { screens, startBrowser, visit, type Visitor } from './browser.ts';
import { type BusyDesk, fillDesk } from './busy-desk.ts';
import { pathsOfPage, pathsOfPortal, settled } from './pages.ts';
import { unfold, unfolded } from './unfolded.ts';

/** Every page is looked at in each language, each colour and on each screen. */
const looks = [
  { screen: 'desktop', colours: 'light', language: 'en' },
  { screen: 'phone', colours: 'dark', language: 'zh-CN' },
] as const;
/** A browser beside other work needs its time. */
const LONG_MS = 90_000;

describeWith('chromium', 'every page of the console, for whoever cannot see or point well', () => {
  let collector: Collector;
  let browser: Browser;
  let desk: BusyDesk;
  let visitor: Visitor;

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startCollector(), startBrowser()]);
    desk = await fillDesk(collector);
    visitor = await visit(browser, 'about:blank', { locale: 'en-GB', screen: 'desktop' });
    await visitor.page.addInitScript(axe.source);
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
    await collector.stop();
  });

  it(
    'has nothing that axe-core calls serious or worse: at the door',
    async () => {
      const { page } = visitor;
      await page.goto(collector.url);
      await page.getByRole('button', { name: 'Sign in with a token' }).click();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByLabel('Access token').fill(collector.adminToken());
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
    },
    LONG_MS,
  );

  it.each(Object.entries(addresses))(
    'and on the page %s',
    async (name, address) => {
      const { page } = visitor;
      const found = [];
      for (const [at, path] of pathsOfPage(desk, name, address).entries()) {
        await page.setViewportSize(screens.desktop);
        await page.goto(collector.url + path);
        await settled(page);
        expect(await page.locator('.nowhere, .door').count(), path).toBe(0);
        // Records are made of the same parts: after the first, every other one is looked at on the other screen.
        const look = looks[at % looks.length] ?? looks[0];
        const inLooks = name === 'record' && at > 0 ? [look] : looks;
        found.push(...(await faultsOf(page, undefined, inLooks)).map((fault) => `${path} ${fault}`));
      }
      expect(found).toEqual([]);
    },
    LONG_MS,
  );

  it.each(unfolded)(
    'and in the dialogs of $page',
    async ({ path, asks }) => {
      const { page } = visitor;
      await page.setViewportSize(screens.desktop);
      await page.goto(collector.url + path(desk));
      await settled(page);
      const found: string[] = [];
      for (const [at, name] of asks.entries()) {
        const dialog = await unfold(page, name);
        // All dialogs are made of the same parts: each is looked at once, every other one on the other screen.
        const look = looks[at % looks.length];
        found.push(
          ...(await faultsOf(page, 'dialog', [look ?? looks[0]])).map((fault) => `${name} ${fault}`),
        );
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
      expect(found).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'and in menus, and in the dialog of what is chosen',
    async () => {
      const { page } = visitor;
      await page.setViewportSize(screens.desktop);
      await page.goto(`${collector.url}/cases?look=table`);
      await settled(page);
      const found: string[] = [];
      for (const menu of await page.locator('.more-menu:visible').all()) {
        await menu.locator('summary').click();
        found.push(...(await faultsOf(page, '.more-menu[open]', [looks[0]])));
        await page.keyboard.press('Escape');
      }
      await page.locator('.case-table tbody input').first().check();
      for (const name of [en.cases.assign, en.cases.note]) {
        await page.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
        found.push(...(await faultsOf(page, 'dialog, .bulk-bar', [looks[1]])));
        await page.keyboard.press('Escape');
      }
      expect(found).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'no name of a place wraps, however wide the screen is',
    async () => {
      const { page } = visitor;
      for (const width of [1000, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${collector.url}/settings`);
        await settled(page);
        for (const language of ['en', 'zh-CN']) {
          await speak(page, language);
          const heights = await page.evaluate<number[]>(
            `[...document.querySelectorAll('.places > a')].filter((one) => one.offsetParent !== null)
              .map(({ children }) => Math.round(children[1].offsetHeight / 12))`,
          );
          expect(new Set(heights), `${width} ${language}`).toEqual(new Set([2]));
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${width}`).toBe(
            true,
          );
        }
        await speak(page, 'en');
      }
    },
    LONG_MS,
  );

  it(
    'and on the pages and in the dialogs that a customer sees',
    async () => {
      const customer = {
        name: 'Wang',
        email: 'wang@hongda.example',
        role: 'customer',
        customers: ['hongda'],
      };
      const { id } = await collector.api<{ id: string }>('/api/v1/accounts', {
        method: 'POST',
        body: customer,
      });
      const { url } = await collector.api<{ url: string }>(`/api/v1/accounts/${id}/login-link`, {
        method: 'POST',
        body: {},
      });
      const theirs = await visit(browser, 'about:blank', { locale: 'en-GB', screen: 'desktop' });
      const { page } = theirs;
      await page.addInitScript(axe.source);
      await page.goto(url);
      await page.getByRole('button').first().click();
      await page.locator('.places').waitFor();
      // The page that a link leads to has no icon.
      theirs.complaints.length = 0;
      const found: string[] = [];
      // The other cases and lists are made of the same parts.
      const both = new Set(['/cases', '/cases/new', '/hosts', `/cases/${desk.cases['resolved']}`]);
      for (const [at, path] of pathsOfPortal(desk).entries()) {
        await page.setViewportSize(screens.desktop);
        await page.goto(collector.url + path);
        await settled(page);
        const look = looks[at % looks.length] ?? looks[0];
        const inLooks = both.has(path) ? looks : [look];
        found.push(...(await faultsOf(page, undefined, inLooks)).map((fault) => `${path} ${fault}`));
      }
      await page.setViewportSize(screens.desktop);
      await page.goto(`${collector.url}/cases/${desk.cases['resolved']}`);
      await settled(page);
      for (const name of [en.portal.notSolved, en.portal.stars(4)]) {
        await page.locator('.word').getByRole('button', { name, exact: true }).click();
        found.push(...(await faultsOf(page, 'dialog', [looks[0]])));
        await page.keyboard.press('Escape');
      }
      expect(found).toEqual([]);
      expect(theirs.complaints).toEqual([]);
      await theirs.leave();
    },
    LONG_MS,
  );
});

/** What axe-core finds in every look, each once; in a part of the page, which nobody leaves for another language, where one is named. */
async function faultsOf(
  page: Page,
  part?: string,
  inLooks: readonly (typeof looks)[number][] = looks,
): Promise<string[]> {
  const found = new Set<string>();
  for (const { screen, colours, language } of inLooks) {
    await page.setViewportSize(screens[screen]);
    await page.emulateMedia({ colorScheme: colours, reducedMotion: 'reduce' });
    if (part === undefined) await speak(page, language);
    const where = part === undefined ? 'document' : JSON.stringify(part);
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run(${where}, { resultTypes: ['violations'], elementRef: false })`,
    );
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        for (const { target, failureSummary } of nodes)
          found.add(`${screen} ${colours} ${language}: ${id} ${target.join(' ')} ${failureSummary ?? ''}`);
  }
  if (part === undefined) await speak(page, 'en');
  else await page.setViewportSize(screens.desktop);
  return [...found];
}

async function speak(page: Page, language: string): Promise<void> {
  if ((await page.locator('html').getAttribute('lang')) !== language)
    await page.locator('.side button[lang], .door button[lang]').click();
}
