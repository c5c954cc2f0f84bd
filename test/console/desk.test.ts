import type { CaseDetail } from '@watchcase/api';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, describeWith, startCollector } from '../harness/index.ts';
import { walkBackups } from './backups-walk.ts';
import { screens, startBrowser, visit, type Visitor } from './browser.ts';
import { startHost, type WatchedHost } from './watched-host.ts';

/** A browser beside other work needs its time. */
const LONG_MS = 90_000;

describeWith('chromium', 'the desk in a browser', () => {
  let collector: Collector;
  let browser: Browser;
  let english: Visitor;
  const hosts: WatchedHost[] = [];
  async function newHost(name: string): Promise<WatchedHost> {
    const host = await startHost(collector, name);
    hosts.push(host);
    return host;
  }
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
    await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
  });
  afterAll(async () => {
    for (const host of hosts) await host.stop();
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
    await page.locator('.actions .more-menu summary', { hasText: 'More' }).click();
    await page.getByRole('button', { name: 'Diagnosis' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('the driver is old');
    await page.getByRole('dialog').getByRole('button', { name: 'Diagnosis' }).click();
    await page.getByText('the driver is old').waitFor();
    await page.locator('.actions .more-menu summary', { hasText: 'More' }).click();
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
    // All of that is on the first screen of a phone, above the bar of acts, which stays where it is.
    await page.setViewportSize(screens.phone);
    const bar = await page.locator('.actions').boundingBox();
    for (const part of ['.case-head h1', '.countdown.next', '.likes .solution']) {
      const box = await page.locator(part).boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0), part).toBeLessThan(bar?.y ?? 0);
    }
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    expect(await page.locator('.actions').boundingBox()).toEqual(bar);
    await page.locator('.actions .more-menu summary').click();
    expect((await page.locator('.actions .menu').boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.setViewportSize(screens.desktop);
    await page.goto(`${collector.url}/cases/${before.id}`);
    await page.getByRole('button', { name: 'Make an article' }).click();
    await page.getByRole('heading', { name: '磁盘空间不足 on erp' }).waitFor();
    await page.getByRole('button', { name: 'Reviewed' }).click();
    await page.getByText('Reviewed ·').waitFor();
    expect(english.complaints).toEqual([]);
  });

  it('goes through a playbook step by step, and says who did which', async () => {
    const { page } = english;
    const playbook = {
      title: { en: 'Printers', 'zh-CN': '打印机' },
      categories: ['usage'],
      steps: [{ en: 'Look at `lpstat -t`', 'zh-CN': '查看 `lpstat -t`' }],
    };
    await collector.api('/api/v1/directory/playbooks/printers', { method: 'PUT', body: { data: playbook } });
    const { id } = await open('a question', { category: 'usage' });
    await page.goto(`${collector.url}/cases/${id}`);
    const steps = page.locator('.playbook', { hasText: 'Printers' });
    await steps.getByText('0 of 1 done').waitFor();
    expect(await steps.locator('code').innerText()).toBe('lpstat -t');
    await steps.getByRole('checkbox').check();
    await steps.getByText('1 of 1 done').waitFor();
    await steps.getByText('admin,').waitFor();
    await page.getByText('admin did the step: Look at `lpstat -t`').waitFor();
  });

  it('links, splits and merges cases, and leads from a merged one to where it goes on', async () => {
    const { page } = english;
    const [one, other] = [await open('conveyor north'), await open('conveyor south')];
    await page.goto(`${collector.url}/cases/${one.id}`);
    const dialog = page.getByRole('dialog');
    const choose = async (name: string) => {
      await page.locator('.actions .more-menu summary').click();
      await page.locator('.actions .more-menu').getByRole('button', { name, exact: true }).click();
    };
    await choose('Link');
    await dialog.getByLabel('Words or number').fill('south');
    await dialog.getByRole('radio', { name: /conveyor south/ }).check();
    await dialog.getByLabel('The other case').selectOption('caused-by');
    await dialog.getByRole('button', { name: 'Link' }).click();
    await page.getByText(`admin linked C-${other.id} (it is the cause)`).waitFor();
    await choose('Split');
    await dialog.getByLabel('What is wrong, in one line').fill('the belt alone');
    await dialog.getByRole('button', { name: 'Split' }).click();
    await page.getByText('was split off this case').waitFor();
    await choose('Merge');
    await dialog.getByRole('radio', { name: /conveyor south/ }).check();
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('link', { name: `This case is part of C-${other.id}.` }).click();
    await page.getByRole('heading', { name: 'conveyor south' }).waitFor();
    await page.getByText(`C-${one.id} has become part of this case`).waitFor();
  });

  it('lists calls to make, takes what the customer said, and opens a complaint about it', async () => {
    const { page } = english;
    const { id } = await open('labels crooked');
    await collector.api(`/api/v1/cases/${id}/close`, { method: 'POST', body: {} });
    await page.goto(`${collector.url}/cases`);
    await page.getByRole('link', { name: 'Calls to make' }).click();
    await page.locator('.call', { hasText: 'labels crooked' }).getByRole('button').click();
    await page.getByLabel('Not satisfied').check();
    await page.getByLabel('What did they say?').fill('still crooked');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Made', exact: true }).click();
    await page.getByText('still crooked').waitFor();
    await page.getByRole('link', { name: 'Open a complaint' }).click();
    expect(await page.getByLabel('Kind').inputValue()).toBe('complaint');
    await page.getByRole('button', { name: 'Open a case' }).click();
    await page.getByRole('heading', { name: `Complaint about C-${id} labels crooked` }).waitFor();
  });

  it(
    'has twenty rows on a screen, sorts, remembers the columns, and comes back to the same place',
    async () => {
      const { page } = english;
      await Promise.all(Array.from({ length: 30 }, (_, at) => open(`row ${at}`, { severity: 'advisory' })));
      await page.goto(`${collector.url}/cases?severity=advisory`);
      await page.getByRole('button', { name: 'Table' }).click();
      const rows = page.locator('.case-table tbody tr');
      const box = await rows.nth(19).boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(screens.desktop.height);
      const byOpened = page.getByRole('button', { name: 'Opened' });
      await byOpened.click();
      await page.waitForURL(/sort=opened$/);
      await byOpened.click();
      await page.waitForURL(/order=down/);
      await page.locator('[aria-sort="descending"]', { hasText: 'Opened' }).waitFor();
      await rows.nth(19).waitFor();
      await page.locator('.look summary').click();
      await page.locator('.look').getByLabel('Site').check();
      await page.getByRole('columnheader', { name: 'Site' }).waitFor();
      await page.getByRole('heading', { name: 'Cases', exact: true }).click();
      const last = rows.last();
      await last.scrollIntoViewIfNeeded();
      const address = page.url();
      const scrolled = await page.evaluate<number>('scrollY');
      expect(scrolled).toBeGreaterThan(100);
      await last.getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: /^row / }).waitFor();
      await page.locator('.back').click();
      await last.waitFor();
      expect(page.url()).toBe(address);
      await expect.poll(() => page.evaluate<number>('scrollY')).toBe(scrolled);
      await page.goto(`${collector.url}/cases`);
      await page.getByRole('columnheader', { name: 'Site' }).waitFor();
      await page.getByRole('button', { name: 'Cards' }).click();
      await page.locator('.case-row').first().waitFor();
      expect(page.url()).not.toContain('look');
    },
    LONG_MS,
  );

  it('looks closer at a chart by dragging, beside another host, and has all of it in the address', async () => {
    const { page } = english;
    for (const name of ['press-1', 'press-2']) (await newHost(name)).report(40);
    await page.goto(`${collector.url}/hosts?look=table`);
    await page.locator('.host-table').getByRole('link', { name: 'press-1' }).click();
    await page.getByLabel('Compare with another host').selectOption({ label: 'acme: press-2' });
    const chart = page.locator('.chart-card', { hasText: 'Disk space' });
    await chart.getByText('press-1 /srv').waitFor();
    await chart.getByText('press-2 /srv').waitFor();
    await page.getByLabel('Search series').fill('used_percent');
    await page.locator('.series-list button').first().click();
    const area = await chart.locator('.u-over').boundingBox();
    if (area === null) throw new Error('no chart');
    await page.mouse.move(area.x + area.width * 0.25, area.y + 40);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width * 0.5, area.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=/);
    const query = new URL(page.url()).searchParams;
    const minutes = (Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')) / 60_000;
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThan(16);
    expect([query.get('with'), query.get('series')]).toEqual([
      hosts[1]?.id,
      'disk.used_percent{device="sda1",fstype="ext4",path="/srv"}',
    ]);
    await page.goBack();
    await expect.poll(() => page.url()).not.toContain('from=');
    expect(english.complaints).toEqual([]);
  });

  it('leads from a square of the matrix to a job, records a drill, and takes a job into a policy', async () =>
    walkBackups(english, collector, await newHost('press-3')));

  it('marks what no contract pays for, whose days run out, and says what a policy promises', async () => {
    const files = [{ name: 'company.yaml', text: COMPANY }];
    await collector.api('/api/v1/apply', { method: 'POST', body: { files, dryRun: false, prune: false } });
    const { id, number } = await open('Nobody pays for it');
    await open('Somebody does', { customer: 'globex' });
    const { page } = english;
    await page.goto(`${collector.url}/cases/${id}`);
    await page.locator('.case-head .mark', { hasText: 'Advice only / chargeable' }).waitFor();
    await page.getByText('The customer has no contract: advice only, or chargeable.').waitFor();
    await page.goto(`${collector.url}/cases?scope=outside`);
    await page.locator('.case-row', { hasText: number }).getByText('Advice only / chargeable').waitFor();
    expect(await page.getByText('Somebody does').count()).toBe(0);

    await page.goto(`${collector.url}/directory`);
    await page.getByRole('link', { name: 'The days of calendar past ended with 31 Dec 2020' }).click();
    await page.getByRole('heading', { name: 'past' }).waitFor();
    await page.getByText('What is due later is provisional').waitFor();

    await page.goto(`${collector.url}/directory/policies/own`);
    await page.getByLabel('It breaks at').fill('2026-03-07T10:00');
    const promise = page.locator('.policy-preview tbody tr');
    await promise.filter({ hasText: '1 h' }).getByText('provisional').waitFor();
    await page.getByRole('button', { name: 'Advice only / chargeable' }).click();
    await promise.filter({ hasText: '9 d' }).waitFor();
    expect(await promise.count()).toBe(1);
  });
});

/** Somebody keeps contracts, though not with everybody; the only working hours end long ago. */
const COMPANY = `
customers: [{id: globex, name: Globex}]
calendars: [{id: past, zone: UTC, hours: {mon-fri: ["08:00-17:00"]}, coverage: {until: 2020-12-31}}]
policies:
  - id: own
    business: past
    targets: {respond: {critical: {in: 1h, hours: business}, minor: 2h}}
    adviceOnly: {respond: {minor: 9d}}
contracts: [{id: globex, customer: globex, policy: own, from: 2020-01-01, to: 2099-12-31}]
`;
