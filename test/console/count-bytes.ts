import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import type { Page } from 'playwright-core';

/** No code of another page follows after so long. */
const REST_MS = 1000;

/** Counts what a page reads, in bytes on the line. `take` gives what came since the last time; `hasCode` waits until the code of all pages is there, which comes once. */
export async function countBytes(page: Page): Promise<{ take(): number; hasCode(): Promise<unknown> }> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  let bytes = 0;
  let codeAt = 0;
  line.on('Network.responseReceived', ({ response }) => {
    bytes += response.encodedDataLength;
    if (response.url.includes('/assets/')) codeAt = systemClock.monotonic();
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
          await page.clock.runFor(200);
          return systemClock.monotonic() - codeAt > REST_MS;
        },
        { timeoutMs: 30_000 },
      ),
  };
}
