import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startBrowser, type screens, visit } from '../browser.ts';
import { NIGHT_ZONE, startNight, type Night, says } from './story.ts';

// Draws an engineer's night and a manager's morning on a phone into docs/pictures, in both languages, from a running collector. With a folder as argument a desktop's pictures go there.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pictures = join(root, 'docs/pictures');
const [desktop] = process.argv.slice(2);

/** Goes through the night as a person would, and counts what they tap. */
async function draw(
  browser: Browser,
  night: Night,
  { screen, folder }: { screen: keyof typeof screens; folder: string },
): Promise<void> {
  const { locale, words: w } = night;
  const language = locale === 'zh-CN' ? 'zh-CN' : 'en';
  const { page, complaints, leave } = await visit(browser, night.signIn, {
    locale,
    screen,
    timezoneId: NIGHT_ZONE,
  });
  let taps = 0;
  const shot = async (name: string) => {
    // What opens or slides in has come to rest.
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(folder, `night-${name}-${language}.png`) });
    process.stdout.write(`${language} ${name}: ${taps} taps\n`);
    taps = 0;
  };
  const tap = async (role: 'button' | 'link', name: string | RegExp) => {
    taps++;
    await page
      .getByRole(role, { name, exact: typeof name === 'string' })
      .first()
      .click();
  };
  await page.getByRole('button', { name: w.go }).click();
  await page.getByRole('heading', { name: w.cases, exact: true }).waitFor();
  // What signs in is no page of the console.
  complaints.length = 0;

  await page.goto(night.acknowledgeUrl);
  await shot('1-page');
  await tap('button', w.acknowledge);
  await shot('2-answered');
  await tap('link', w.open);
  await page.getByRole('heading', { name: w.solvedBefore }).waitFor();
  await shot('3-case');
  await page.getByRole('heading', { name: w.evidence }).scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 260);
  await shot('4-evidence');
  await page.getByRole('heading', { name: w.solvedBefore }).evaluate((one) => one.scrollIntoView());
  await page.mouse.wheel(0, -80);
  await shot('5-earlier-solution');
  await tap('button', w.note);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(w.noteText);
  await shot('6-note');
  await dialog.getByRole('button', { name: w.noteForCustomer }).click();
  await dialog.waitFor({ state: 'detached' });
  taps = 1;
  night.mend();
  await tap('button', w.resolve);
  await dialog.getByRole('textbox').first().fill(w.causeText);
  await dialog.getByRole('textbox').last().fill(w.solutionText);
  await shot('7-resolve');
  await dialog.getByRole('button', { name: w.resolve }).click();
  await dialog.waitFor({ state: 'detached' });
  taps = 1;
  await page.getByRole('heading', { level: 1 }).evaluate((one) => one.scrollIntoView());
  await page.mouse.wheel(0, -300);
  await shot('8-resolved');
  await tap('button', w.article);
  await page.waitForURL('**/knowledge/*');
  await page.getByRole('textbox').first().waitFor();
  // What was said of the case is gone.
  await page.locator('.toast.gone').waitFor({ state: 'attached' });
  await shot('9-article');
  await page.goto(`${night.url}/oncall?view=fairness`);
  await page.getByRole('table').first().waitFor({ timeout: 60_000 });
  await page.getByRole('heading', { name: w.paged }).evaluate((one) => one.scrollIntoView());
  await page.mouse.wheel(0, -80);
  await shot('a-woken');
  await page.goto(`${night.url}/figures`);
  await page.getByRole('heading', { name: w.figures, exact: true }).waitFor();
  const late = page.locator('section.figure', { hasText: w.responded });
  await late.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  await shot('b-late');
  await late.getByRole('link', { name: w.missed }).click();
  await page.getByText(w.lateCase).waitFor();
  taps = 1;
  await shot('c-late-case');
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  await leave();
}

mkdirSync(pictures, { recursive: true });
const browser = await startBrowser();
for (const locale of ['en-GB', 'zh-CN'] as const) {
  const screen = desktop === undefined ? 'phone' : 'desktop';
  const night = await startNight(locale, says[locale]);
  try {
    await draw(browser, night, { screen, folder: desktop ?? pictures });
  } finally {
    await night.stop();
  }
}
await browser.close();
