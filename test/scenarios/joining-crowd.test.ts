import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@watchcase/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrol } from '../../agent/src/uplink/enrol.ts';
import { type Collector, startCollector } from '../harness/index.ts';

const HOSTS = 200;

describe('hosts behind one address that join at once', { timeout: 300_000 }, () => {
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.stop());

  let waits: string[];
  const join = (url: string, token: string, name: string) =>
    enrol(
      url,
      { token, name },
      {
        clock: systemClock,
        random: Math.random,
        waits: (_afterMs, reason) => void waits.push(reason),
      },
    );

  it.each([
    ['HTTP', () => collector.url],
    ['MQTT', () => `mqtt://127.0.0.1:${collector.mqttPort}`],
  ])('are all in by themselves, two hundred over %s', async (door, url) => {
    waits = [];
    const tokens: string[] = [];
    for (let index = 0; index < HOSTS; index++)
      tokens.push(await collector.newToken({ customer: `Crowd ${door}` }));
    const replies = await Promise.all(tokens.map((token, index) => join(url(), token, `crowd-${index}`)));
    expect(new Set(replies.map(({ reply }) => reply.username)).size).toBe(HOSTS);
  });

  it('come again when they are told to, and when the answer is lost, with the same token', async () => {
    waits = [];
    const seen = new Map<string, number>();
    const door = createServer((request, response) => void pass(request, response));
    async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const { token } = JSON.parse(body) as { token: string };
      const times = (seen.get(token) ?? 0) + 1;
      seen.set(token, times);
      if (times === 1)
        return void response.writeHead(429, { 'retry-after': '1' }).end('{"code":"TOO_MANY_REQUESTS"}');
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${collector.url}/enrol`, { method: 'POST', headers, body });
      if (times === 2) return void request.socket.destroy();
      response.writeHead(answer.status).end(await answer.text());
    }
    const url = await listen(door);
    const tokens = await Promise.all(Array.from({ length: 10 }, () => collector.newToken()));
    const replies = await Promise.all(tokens.map((token, index) => join(url, token, `patient-${index}`)));
    door.close();
    expect(new Set(replies.map(({ reply }) => reply.host)).size).toBe(10);
    expect(waits.toSorted()).toEqual([
      ...Array.from({ length: 10 }, () => 'answer lost'),
      ...Array.from({ length: 10 }, () => 'busy'),
    ]);
    const hosts = await collector.api<{ items: object[] }>('/api/v1/hosts?search=patient');
    expect(hosts.items).toHaveLength(10);
  });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
