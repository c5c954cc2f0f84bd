import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import type { Page } from 'playwright-core';

/** No code of another page follows after so long, by the wall's clock and by the page's: on a busy machine one of them hardly moves. */
const REST_MS = 1000;
const PAGE_REST_MS = 6000;
const STEP_MS = 200;

/** Counts what a page reads, in bytes on the line. `take` gives what came since the last time; `hasCode` waits until the code of all pages is there, which comes once. */
export async function countBytes(page: Page): Promise<{ take(): number; hasCode(): Promise<unknown> }> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  let bytes = 0;
  let codeAt = 0;
  let passedMs = 0;
  line.on('Network.responseReceived', ({ response }) => {
    bytes += response.encodedDataLength;
    if (!response.url.includes('/assets/')) return;
    codeAt = systemClock.monotonic();
    passedMs = 0;
  });
  line.on('Network.dataReceived', ({ encodedDataLength }) => (bytes += encodedDataLength));
  return {
    take() {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
    hasCode: () =>
      eventually(
        async () => {
          await page.clock.runFor(STEP_MS);
          passedMs += STEP_MS;
          return systemClock.monotonic() - codeAt > REST_MS && passedMs > PAGE_REST_MS;
        },
        { timeoutMs: 30_000 },
      ),
  };
}
