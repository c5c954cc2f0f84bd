import { fileURLToPath } from 'node:url';
import { startBrowser, visit } from '../../test/console/browser.ts';
import type { HttpHouse } from '../../test/harness/http-rooms.ts';

const SHOWN_MS = 60_000;
/** A new window loads pages of the browser's own (its address bar is one), which cost as much as the matrix: they are waited for, as whoever types an address has done. */
const WINDOW_REST_MS = 2000;

/** The console as it is built. */
export const consoleFolder = fileURLToPath(new URL('../../packages/console/dist', import.meta.url));

/** How long a page took in a browser, milliseconds from the navigation on. */
export interface Shown {
  rows: number;
  median: number;
  slowest: number;
}

/** Opens the matrix of backups `rounds` times as a signed-in visitor whose cache is empty, in a window that is at rest: until the last row of its first page, and what stands beside it, is painted. */
export async function showMatrix(house: HttpHouse, rounds: number): Promise<Shown> {
  const url = await house.app.listen({ host: '127.0.0.1', port: 0 });
  const payload = { token: house.adminToken };
  const signedIn = await house.app.inject({ method: 'POST', url: '/api/v1/login', payload });
  // The bench's days are over: by their dates the browser would throw them away.
  const cookies = signedIn.cookies.map(({ name, value }) => ({ name, value, url }));
  const browser = await startBrowser();
  const times: number[] = [];
  let rows = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      // A context has a cache of its own.
      const visitor = await visit(browser, 'about:blank', { locale: 'en-GB', screen: 'desktop' });
      await visitor.page.context().addCookies(cookies);
      await visitor.page.addInitScript(watchRows);
      await visitor.page.waitForTimeout(WINDOW_REST_MS);
      // The page says it itself: whoever asks again and again takes time from it.
      const shown = visitor.page.waitForEvent('console', {
        predicate: (message) => message.text().startsWith(SAID),
        timeout: SHOWN_MS,
      });
      await visitor.page.goto(`${url}/backups`, { waitUntil: 'commit' });
      rows = Number((await shown).text().slice(SAID.length));
      times.push(Math.round(await visitor.page.evaluate<number>(WHEN_SHOWN)));
      await visitor.leave();
    }
  } finally {
    await browser.close();
  }
  times.sort((a, b) => a - b);
  return { rows, median: times[rounds >> 1] ?? 0, slowest: times.at(-1) ?? 0 };
}

/** What the page says before the number of its rows. */
const SAID = 'shown ';
/** In the page, by its own clock, which begins with the navigation. */
const WHEN_SHOWN = `performance.getEntriesByName('shown')[0].startTime`;
/** In the page: rows are there, nothing is waited for, and two frames later all of it is painted. */
const watchRows = `
  const look = () => {
    const rows = document.querySelectorAll('.matrix tr[data-to]').length;
    if (rows === 0 || document.querySelector('.waiting') !== null) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      performance.mark('shown');
      console.log('${SAID}' + rows);
    }));
  };
  requestAnimationFrame(look);`;
