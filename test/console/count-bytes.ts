import type { Page } from 'playwright-core';

/** Counts what a page reads, in bytes on the line, but for its code: that comes once, and stays in the browser. `take` gives what came since the last time. */
export async function countBytes(page: Page): Promise<{ take(): number }> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  const code = new Set<string>();
  let bytes = 0;
  line.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.url.includes('/assets/')) code.add(requestId);
    else bytes += response.encodedDataLength;
  });
  line.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (!code.has(requestId)) bytes += encodedDataLength;
  });
  return {
    take() {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
  };
}
