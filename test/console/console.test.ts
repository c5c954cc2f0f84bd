import { caseListSchema } from '@watchcase/api';
import { eventually } from '@watchcase/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, describeWith, startCollector } from '../harness/index.ts';
import { screens, startBrowser, visit, type Visitor } from './browser.ts';
import { loseCode } from './lose-code.ts';
import { countBytes } from './count-bytes.ts';
import { startHost, type WatchedHost } from './watched-host.ts';

/** A browser beside other work needs its time. */
const LONG_MS = 90_000;

describeWith('chromium', 'the console in a browser', () => {
  let collector: Collector;
  let browser: Browser;
  let english: Visitor;
  let chinese: Visitor;
  const hosts: WatchedHost[] = [];

  beforeAll(async () => {
    collector = await startCollector();
    browser = await startBrowser();
    english = await visit(browser, collector.url, { locale: 'en-GB', screen: 'desktop' });
    chinese = await visit(browser, collector.url, { locale: 'zh-CN', screen: 'phone' });
  });
  afterAll(async () => {
    for (const host of hosts) await host.stop();
    await browser.close();
    await collector.stop();
  });

  async function newHost(name: string): Promise<WatchedHost> {
    const host = await startHost(collector, name);
    hosts.push(host);
    return host;
  }

  /** The number of the newest case, once there is one whose title has `words`. */
  function caseWith(words: string): Promise<number> {
    return eventually(async () => {
      const { items } = caseListSchema.parse(await collector.api('/api/v1/cases?view=all'));
      return items.find((one) => one.title.includes(words))?.id;
    });
  }

  it('lets in whoever has the token, and nobody else', async () => {
    const { page } = english;
    await page.getByRole('button', { name: 'Sign in with a token' }).click();
    await page.getByLabel('Access token').fill('not-the-token');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('This is not known here').waitFor();
    await page.getByLabel('Access token').fill(collector.adminToken());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
    await page.getByText('No host is watched yet').waitFor();
  });

  it('speaks Chinese to whoever reads Chinese', async () => {
    const { page } = chinese;
    await page.getByRole('button', { name: '使用令牌登录' }).click();
    await page.getByLabel('访问令牌').fill(collector.adminToken());
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('heading', { name: '故障单', exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });

  it('makes a command for a new host and sees it join', async () => {
    const { page } = english;
    await page.getByRole('link', { name: 'Add host', exact: true }).first().click();
    await page.getByLabel('Customer', { exact: true }).fill('——');
    await page.getByRole('button', { name: 'Make the command' }).click();
    await page.getByText('A name needs a letter or a digit').waitFor();
    await page.getByLabel('Customer', { exact: true }).fill('');
    await page.getByLabel('Site', { exact: true }).fill('一号厂房');
    await page.getByRole('button', { name: 'Make the command' }).click();
    await page.getByText(/For default, 一号厂房 \(id site-[0-9a-f]{8}\)/).waitFor();
    const command = await page.locator('.command code').innerText();
    expect(command).toContain(`curl -fsS ${collector.url}/install | sh -s -- `);
    const token = command.split(' ').at(-1);
    await page.getByText('Waiting for the host').waitFor();
    await collector.api('/enrol', { method: 'POST', body: { token, name: 'by-command' } });
    await page.getByText('default.by-command has joined').waitFor();
    await page.getByRole('link', { name: 'See the host' }).click();
    await page.getByRole('heading', { name: 'by-command' }).waitFor();
    await page.getByText('the agent has not been heard yet').waitFor();
  });

  it('shows a host the moment it is there', async () => {
    const { page } = english;
    await page.getByRole('link', { name: 'Hosts', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Hosts', exact: true }).waitFor();
    const host = await newHost('db-1');
    host.report(40);
    const row = page.locator('.host-row', { hasText: 'db-1' });
    await row.getByText('40%').waitFor();
    await row.locator('.presence', { hasText: 'Online' }).waitFor();
    await page.getByRole('searchbox').fill('by-comm');
    await row.waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('');
    await row.click();
    await page.getByRole('heading', { name: 'db-1' }).waitFor();
    await page.getByLabel('Search series').fill('used_percent /srv');
    await page.getByRole('button', { name: /disk\.used_percent.*40%/ }).click();
    await page.getByRole('img', { name: /disk\.used_percent.*last 40%/ }).waitFor();
  });

  it('shows a case the moment it opens, in both languages, and takes it by one click', async () => {
    for (const { page } of [english, chinese]) await page.goto(`${collector.url}/cases`);
    await chinese.page.getByText('没有未解决的故障单').waitFor();
    hosts[0]?.report(97);
    await chinese.page.locator('.case-row', { hasText: 'db-1' }).getByText('紧急').waitFor();
    const { page } = english;
    const row = page.locator('.case-row', { hasText: 'db-1' });
    await row.getByText('Critical').waitFor();
    const face = row.locator('.face');
    const before = await face.innerText();
    expect(before).toMatch(/^(15:00|14:[0-5]\d)$/);
    await eventually(async () => (await face.innerText()) !== before);
    await row.click();
    await page.getByText('Case opened:').waitFor();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('admin took the case').waitFor();
    await page.getByText(/in time, 14 min early/).waitFor();
    await chinese.page.locator('.case-row .holder', { hasText: 'admin' }).waitFor();
  });

  it('says so when somebody else was faster', async () => {
    const { page } = english;
    const host = await newHost('db-2');
    host.report(97);
    const id = await caseWith('db-2');
    await page.goto(`${collector.url}/cases/${id}`);
    await page.route('**/acknowledge', async (route) => {
      await collector.api(`/api/v1/cases/${id}/acknowledge`, { method: 'POST', body: { by: 'Wang Wu' } });
      await route.continue();
    });
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('Somebody else has taken this case already').waitFor();
    await page.getByText('Wang Wu took the case through the API').waitFor();
    await page.unroute('**/acknowledge');
  });

  it('takes notes, resolves with cause and solution, and closes after asking', async () => {
    const { page } = english;
    await page.getByRole('button', { name: 'Note' }).click();
    await page.getByLabel('What did you find or do?').fill('Old dumps fill /srv');
    await page.getByRole('button', { name: 'Internal' }).click();
    await page.getByText(/^Note by \S+( \S+)?$/).waitFor();
    await page.getByRole('button', { name: 'Note' }).click();
    await page.getByLabel('What did you find or do?').fill('Space is being made');
    await page.getByRole('button', { name: 'To the customer' }).click();
    await page.getByText(/^Note by .* to the customer$/).waitFor();
    await page.getByText('Old dumps fill /srv').waitFor();
    hosts[1]?.report(30);
    await page.locator('.case-head').getByText('Recovered').waitFor();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByLabel('Cause', { exact: true }).fill('Dumps were never removed');
    await page.getByLabel('Solution').fill('Keep seven days');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('Keep seven days').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('dialog').getByText('A closed case can only be opened again').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByText('admin closed the case').waitFor();
    expect(await page.locator('.actions button').allTextContents()).toEqual([
      'Open again',
      'Log work',
      'Watch',
      'Link',
    ]);
  });

  it('takes a case over, hands it on and gives it back from one menu', async () => {
    const { page } = english;
    const host = await newHost('db-4');
    host.report(97);
    const id = await caseWith('db-4');
    await collector.api(`/api/v1/cases/${id}/acknowledge`, { method: 'POST', body: { by: 'Wang Wu' } });
    await page.goto(`${collector.url}/cases/${id}`);
    const choose = async (name: string) => {
      await page.locator('.actions .more-menu summary').click();
      await page.locator('.actions .more-menu').getByRole('button', { name }).click();
    };
    await choose('Take over');
    await page.getByText('admin took the case over from Wang Wu').waitFor();
    expect(await page.locator('.actions .more-menu').getAttribute('open')).toBeNull();
    await choose('Give back');
    await page.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
    await page.getByText('admin gave the case back: nobody has it').waitFor();
    await collector.api(`/api/v1/cases/${id}/acknowledge`, { method: 'POST', body: { by: 'Wang Wu' } });
    await choose('Hand on');
    await page.getByLabel('To whom?').selectOption('admin');
    await page.getByRole('dialog').getByRole('button', { name: 'Hand on' }).click();
    await page
      .getByText('handed the case on to admin')
      .or(page.getByText('admin took the case over'))
      .first()
      .waitFor();
  });

  it('asks what becomes of a case that is ended while it fires, and lists what fires without one', async () => {
    const { page } = english;
    await page.getByRole('button', { name: 'Resolve' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The fault is still there. What should happen?').waitFor();
    expect(await dialog.getByRole('radio').first().isChecked()).toBe(true);
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('admin resolved the case while it fired: it opens again if that goes on').waitFor();
    await page.getByText('Opens again', { exact: true }).waitFor();
    await page.goto(`${collector.url}/cases`);
    const list = page.locator('.without-case');
    await list.getByText('Firing without a case').waitFor();
    await list.getByRole('link', { name: /^C-/ }).first().click();
    await page.getByRole('button', { name: 'Open again' }).click();
    await page.getByText('admin opened the case again').waitFor();
  });

  it('has the first thing to do under the thumb of a phone', async () => {
    const { page } = chinese;
    const host = await newHost('db-3');
    host.report(97);
    await page.locator('.case-row', { hasText: 'db-3' }).click();
    const button = page.getByRole('button', { name: '确认接手' });
    const box = await button.boundingBox();
    expect(box?.y).toBeGreaterThan(screens.phone.height * 0.75);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(screens.phone.height);
    await button.click();
    await page.getByText('admin 已接手').waitFor();
    expect(await page.locator('body').evaluate((body) => body.scrollWidth)).toBeLessThanOrEqual(
      screens.phone.width,
    );
  });

  it(
    'has its answers packed, and reads under 20 KB in a minute in which nobody does anything',
    async () => {
      const quiet = await visit(browser, 'about:blank', { locale: 'en-GB', screen: 'desktop' });
      const { page } = quiet;
      await page.context().addCookies(await english.page.context().cookies());
      const packed = new Map<string, string | undefined>();
      page.on('response', (response) => {
        const { pathname } = new URL(response.url());
        const kind = /^\/(?:assets|api\/v1\/(?:live|cases))/.exec(pathname)?.[0];
        if (kind !== undefined) packed.set(kind, response.headers()['content-encoding']);
      });
      const bytes = await countBytes(page);
      await page.clock.install();
      const [watched] = hosts;
      const caseId = await caseWith('db-1');
      const read: Record<string, number> = {};
      for (const path of ['/cases', `/cases/${caseId}`, '/hosts', `/hosts/${watched?.id}`, '/settings']) {
        await page.goto(collector.url + path);
        await page.locator('.waiting').first().waitFor({ state: 'detached' });
        await page.clock.runFor(3000);
        await bytes.hasCode();
        bytes.take();
        for (let quarter = 0; quarter < 4; quarter++) {
          watched?.report(97);
          await page.clock.runFor(15_000);
        }
        read[path] = bytes.take();
      }
      expect(Object.entries(read).filter(([, count]) => count >= 20_000)).toEqual([]);
      expect(Math.max(...Object.values(read))).toBeGreaterThan(0);
      expect(Object.fromEntries(packed)).toEqual({
        '/assets': 'br',
        '/api/v1/cases': 'br',
        // What is streamed goes out at once.
        '/api/v1/live': undefined,
      });
      await quiet.leave();
    },
    LONG_MS,
  );

  it('says that the connection is lost, and comes back by itself', async () => {
    const { page } = english;
    await page.goto(`${collector.url}/hosts`);
    await page.getByText('Live', { exact: true }).waitFor();
    await collector.kill();
    await page.getByText(/Connection lost\. What you see is from \d\d:\d\d:\d\d/).waitFor();
    await page.locator('.stale .host-row').first().waitFor();
    await collector.restart();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.getByText(/Connection lost/).count()).toBe(0);
  });

  it('brings the newer console, once, where code of a page is gone with the older one', async () => {
    const { page } = await visit(browser, collector.url, { locale: 'en-GB', screen: 'desktop' });
    await page.context().addCookies(await english.page.context().cookies());
    await loseCode(page, collector.url);
  });

  it('did all this without an error of its own, and within its content policy', () => {
    expect([...english.complaints, ...chinese.complaints]).toEqual([]);
  });
});
