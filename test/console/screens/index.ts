import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addresses } from '../../../packages/console/src/words/route-of.ts';
import { startCollector } from '../../harness/index.ts';
import { screens, startBrowser, visit } from '../browser.ts';
import { type BusyDesk, fillDesk } from '../busy-desk.ts';
import { pathsOfPage, settled } from '../pages.ts';

// Draws every page of the console over a desk that works, in both languages, on a phone and on a desktop, into the folder that is named as argument, and says which of them are wider than their screen.

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name a folder for the pictures');
mkdirSync(folder, { recursive: true });

const languages = { 'en-GB': 'en', 'zh-CN': 'zh-CN' } as const;
const [collector, browser] = await Promise.all([startCollector(), startBrowser()]);
const desk: BusyDesk = await fillDesk(collector);

async function draw(locale: keyof typeof languages, screen: keyof typeof screens): Promise<void> {
  const { page, leave } = await visit(browser, 'about:blank', {
    locale,
    screen,
    timezoneId: 'Asia/Shanghai',
  });
  const data = { token: collector.adminToken() };
  const signedIn = await page.request.post(`${collector.url}/api/v1/login`, { data });
  if (!signedIn.ok()) throw new Error(await signedIn.text());
  for (const [name, address] of Object.entries(addresses))
    for (const [at, path] of pathsOfPage(desk, name, address).entries()) {
      await page.goto(collector.url + path);
      await settled(page);
      // What opens or slides in has come to rest.
      await page.waitForTimeout(300);
      const file = `${name}${at === 0 ? '' : `-${at + 1}`}-${languages[locale]}-${screen}.png`;
      await page.screenshot({ path: join(folder as string, file), fullPage: true });
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      const isWide = width > screens[screen].width;
      process.stdout.write(`${file} ${path}${isWide ? ` is ${width} wide` : ''}\n`);
    }
  await leave();
}

for (const locale of ['en-GB', 'zh-CN'] as const)
  for (const screen of ['phone', 'desktop'] as const) await draw(locale, screen);
await browser.close();
await desk.stop();
await collector.stop();
