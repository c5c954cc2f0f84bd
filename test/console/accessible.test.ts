import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addresses } from '../../packages/console/src/words/route-of.ts';
import { type Collector, describeWith, startCollector } from '../harness/index.ts';
import { screens, startBrowser, visit, type Visitor } from './browser.ts';
import { type BusyDesk, fillDesk } from './busy-desk.ts';

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
      for (const path of pathsOf(name, address)) {
        await page.setViewportSize(screens.desktop);
        await page.goto(collector.url + path);
        await settled(page);
        expect(await page.locator('.nowhere, .door').count(), path).toBe(0);
        found.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`));
      }
      expect(found).toEqual([]);
    },
    LONG_MS,
  );

  /** An address of each page, and of pages that differ much by what they are about, of some. */
  function pathsOf(name: string, address: string): string[] {
    const { alert = 0, held = 0, merged = 0 } = desk.cases;
    const numbers = name === 'article' ? [desk.article] : [alert, held, merged];
    const filled = (values: Readonly<Record<string, string | number>>) =>
      address.replaceAll(/:\w+/g, (part) => String(values[part.slice(1)] ?? part));
    if (address.includes(':number')) return numbers.map((number) => filled({ number }));
    const kinds = name === 'records' ? ['customers', 'contracts'] : ['customers'];
    const id = name === 'host' ? desk.host.id : 'hongda';
    const paths = kinds.map((kind) => filled({ kind, id }));
    if (name === 'oncall')
      return [...paths, ...['changes', 'fairness', 'feeds'].map((view) => `${address}?view=${view}`)];
    if (name === 'figures') return [...paths, ...paths.map((path) => `${path}?by=customer`)];
    return name === 'cases' || name === 'hosts'
      ? [...paths, ...paths.map((path) => `${path}?look=table`)]
      : paths;
  }
});

/** Waits until the page has what it reads. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  await page.locator('.waiting').first().waitFor({ state: 'detached' });
}

/** What axe-core finds in every look, each once. */
async function faultsOf(page: Page): Promise<string[]> {
  const found = new Set<string>();
  for (const { screen, colours, language } of looks) {
    await page.setViewportSize(screens[screen]);
    await page.emulateMedia({ colorScheme: colours, reducedMotion: 'reduce' });
    await speak(page, language);
    const { violations } = await page.evaluate<AxeResults>(
      "axe.run({ resultTypes: ['violations'], elementRef: false })",
    );
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        for (const { target, failureSummary } of nodes)
          found.add(`${screen} ${colours} ${language}: ${id} ${target.join(' ')} ${failureSummary ?? ''}`);
  }
  await speak(page, 'en');
  return [...found];
}

async function speak(page: Page, language: string): Promise<void> {
  if ((await page.locator('html').getAttribute('lang')) !== language)
    await page.locator('.side button[lang], .door button[lang]').click();
}
