import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { addresses } from '../../../packages/console/src/words/route-of.ts';
import { startCollector, startWebhook } from '../../harness/index.ts';
import { type screens, startBrowser, visit } from '../browser.ts';
import { type BusyDesk, fillDesk } from '../busy-desk.ts';
import { pathsOfPage, pathsOfPortal, settled } from '../pages.ts';
import { fillMore } from './fill.ts';
import { barriers, oddities } from './oddities.ts';

// Draws every page of the console over a desk that works, as whoever leads it, as an engineer, as a customer and as nobody, in both languages, on a phone and on a desktop, into the folder that is
// named as argument, and says what can be counted of what a person would dislike. Words behind the folder choose pictures by their name.

const [folder, ...chosen] = process.argv.slice(2);
if (folder === undefined) throw new Error('name a folder for the pictures');
mkdirSync(folder, { recursive: true });

const languages = { 'en-GB': 'en', 'zh-CN': 'zh-CN' } as const;
const hook = await startWebhook();
const [collector, browser] = await Promise.all([
  startCollector({
    config: {
      channels: [{ name: 'pages', type: 'webhook', options: { url: hook.url } }],
      upgrades: { enabled: true },
    },
  }),
  startBrowser(),
]);
const desk: BusyDesk = await fillDesk(collector);
const more = await fillMore(collector, desk);

/** Pictures of one reader: their names and what is opened for each. */
interface Reader {
  /** Opens the console as them; nothing for nobody. */
  signIn?: (page: Page) => Promise<void>;
  pictures: readonly (readonly [string, string])[];
}

const named = (name: string, paths: readonly string[]) =>
  paths.map((path, at) => [`${name}${at === 0 ? '' : `-${at + 1}`}`, path] as const);
const { url: forCustomer } = await post<{ url: string }>(`/cases/${desk.cases['resolved']}/customer-link`, {
  contact: 'wang-gong',
});
const readers: readonly Reader[] = [
  {
    async signIn(page) {
      const data = { token: collector.adminToken() };
      const signedIn = await page.request.post(`${collector.url}/api/v1/login`, { data });
      if (!signedIn.ok()) throw new Error(await signedIn.text());
    },
    // The start is the page of cases.
    pictures: [
      ...Object.entries(addresses)
        .filter(([name]) => name !== 'start')
        .flatMap(([name, address]) => named(name, pathsOfPage(desk, name, address, 'each'))),
      ['full-backup-policy', '/directory/backupPolicies/long-promise'],
    ],
  },
  {
    signIn: await byLink({ name: '林工', email: 'lin@vendor.example', role: 'engineer' }),
    pictures: named('engineer', [
      '/',
      '/settings',
      '/oncall',
      '/oncall?view=changes',
      '/oncall?view=methods',
    ]),
  },
  {
    signIn: await byLink({
      name: '王工',
      email: 'wang@hongda.example',
      role: 'customer',
      customers: ['hongda'],
    }),
    pictures: named('portal', [...pathsOfPortal(desk), await theirHost()]),
  },
  { pictures: named('nobody', ['/', '/nowhere', new URL(forCustomer).pathname]) },
];

async function post<T>(path: string, body: object): Promise<T> {
  return collector.api<T>(`/api/v1${path}`, { method: 'POST', body });
}

async function theirHost(): Promise<string> {
  const { items } = await collector.api<{ items: { id: string }[] }>('/api/v1/hosts?customer=hongda');
  return `/hosts/${items[0]?.id}`;
}

async function byLink(account: object): Promise<(page: Page) => Promise<void>> {
  const { id } = await post<{ id: string }>('/accounts', account);
  return async (page) => {
    const { url } = await post<{ url: string }>(`/accounts/${id}/login-link`, {});
    await page.goto(url);
    await page.getByRole('button').first().click();
    await page.locator('.places').waitFor();
  };
}

async function draw(locale: keyof typeof languages, screen: keyof typeof screens): Promise<void> {
  for (const { signIn, pictures } of readers) {
    const wanted = pictures.filter(
      ([name]) => chosen.length === 0 || chosen.some((one) => name.startsWith(one)),
    );
    if (wanted.length === 0) continue;
    const { page, leave } = await visit(browser, 'about:blank', {
      locale,
      screen,
      timezoneId: 'Asia/Shanghai',
    });
    await page.addInitScript(axe.source);
    await signIn?.(page);
    for (const [name, path] of wanted) {
      await page.goto(collector.url + path);
      await settled(page);
      // What opens or slides in has come to rest.
      await page.waitForTimeout(300);
      const file = `${name}-${languages[locale]}-${screen}.png`;
      await page.screenshot({ path: join(folder as string, file), fullPage: true });
      process.stdout.write(
        [`${file} ${path}`, ...(await oddities(page)), ...(await barriers(page)), ''].join('\n'),
      );
    }
    await leave();
  }
}

// A server rests while a browser paints.
await Promise.all(
  (['en-GB', 'zh-CN'] as const).map(async (locale) => {
    for (const screen of ['phone', 'desktop'] as const) await draw(locale, screen);
  }),
);
await browser.close();
await more.stop();
await desk.stop();
await collector.stop();
await hook.stop();
