import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeCommand } from '../../../test/harness/program.ts';
import { launch } from '../../../test/harness/program.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';

// As docs/operating.md has it: the environment of the process names the proxy, for the heartbeat and for channels alike.

let webhook: Webhook;
let proxy: Server;
let asked: string[];
beforeEach(async () => {
  webhook = await startWebhook();
  asked = [];
  proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    const { port } = new URL(webhook.url);
    const far = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(socket).pipe(far);
    });
    for (const one of [far, socket]) one.on('error', () => far.destroy());
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await webhook.stop();
});

/** Sends one heartbeat from a process with this environment; gives how it ended. */
async function beat(url: string, env: Record<string, string>): Promise<string> {
  const program = launch({
    name: 'heartbeat',
    command: nodeCommand,
    args: [join(import.meta.dirname, '../../../test/harness/heartbeat-process.ts'), url],
    env: { ...env, NODE_USE_ENV_PROXY: '1' },
  });
  await program.ended;
  return program.output().trim();
}

it('goes by the proxy of the environment, and past it where that says so', async () => {
  const { port } = proxy.address() as AddressInfo;
  const HTTP_PROXY = `http://127.0.0.1:${port}`;
  expect(await beat('http://beats.example/ping', { HTTP_PROXY })).toBe('delivered');
  expect(asked).toEqual(['CONNECT beats.example:80']);
  expect(webhook.received.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /ping']);
  expect(await beat(webhook.url, { HTTP_PROXY, NO_PROXY: '127.0.0.1' })).toBe('delivered');
  expect(asked).toHaveLength(1);
  expect(webhook.received).toHaveLength(2);
});
