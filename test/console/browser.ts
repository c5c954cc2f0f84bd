import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findProgram } from '../harness/index.ts';

/** A visitor of the console: one language, one screen, own cookies. */
export interface Visitor {
  page: Page;
  /** What the browser complained of so far: errors of scripts, refusals by the content policy. */
  complaints: string[];
  leave(): Promise<void>;
}

/** Screens people have. */
export const screens = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** Starts the machine's Chromium. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findProgram('chromium') ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens the console at `url` as a new visitor. */
export async function visit(
  browser: Browser,
  url: string,
  as: { locale: 'en-GB' | 'zh-CN'; screen: keyof typeof screens; timezoneId?: string },
): Promise<Visitor> {
  const context: BrowserContext = await browser.newContext({
    locale: as.locale,
    viewport: screens[as.screen],
    ...(as.timezoneId === undefined ? {} : { timezoneId: as.timezoneId }),
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Whoever is not signed in yet is told so by 401: the browser reports that by itself.
    const expected = /status of (401|409)|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/;
    if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints, leave: () => context.close() };
}
