import { createdEnrolmentSchema } from '@watchcase/api';
import { afterEach, describe, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import type { AgentDoor } from './agent-address.ts';

let house: HttpHouse;
afterEach(() => house.stop());

const everywhere: AgentDoor = {
  kind: 'embedded',
  bound: '0.0.0.0',
  port: 1883,
  publicHost: undefined,
  secure: false,
};
const here: AgentDoor = { ...everywhere, bound: '127.0.0.1' };
const outside = { remoteAddress: '192.168.1.77', headers: { host: 'collector.lan:8080' } };

const newToken = async () =>
  (
    await house.rooms.enrolments.create(
      { customer: { name: 'acme' }, site: { name: 'main' }, validMinutes: 10 },
      house.clock.now(),
    )
  ).token;
const enrol = (token: string, from: object) =>
  house.app.inject({ method: 'POST', url: '/enrol', payload: { token, name: 'db1' }, ...from });

describe('where a host is told to connect', () => {
  it('is the name by which it came', async () => {
    house = await buildHttpHouse({ agentDoor: () => everywhere });
    const answer = await enrol(await newToken(), outside);
    expect(answer.json()).toMatchObject({ ok: true, mqttUrl: 'mqtt://collector.lan:1883' });
  });

  it('is refused before the token is spent when nobody reaches it from there', async () => {
    house = await buildHttpHouse({ agentDoor: () => here });
    const token = await newToken();
    expect((await enrol(token, outside)).json()).toMatchObject({ status: 409, code: 'BROKER_NOT_REACHABLE' });
    const local = await enrol(token, { headers: { host: '127.0.0.1:8080' } });
    expect(local.json()).toMatchObject({ ok: true, mqttUrl: 'mqtt://127.0.0.1:1883' });
  });
});

describe('the command for a new host', () => {
  const make = async (host: string) => {
    const answer = await house.app.inject({
      method: 'POST',
      url: '/api/v1/enrolments',
      headers: { authorization: `Bearer ${house.adminToken}`, host },
      payload: {},
    });
    return createdEnrolmentSchema.parse(answer.json());
  };

  it('names the address the reader came by, and says when only this machine can use it', async () => {
    house = await buildHttpHouse({ agentDoor: () => everywhere });
    const far = await make('collector.lan:8080');
    expect(far).toMatchObject({ onlyHere: false });
    expect(far.command).toBe(`curl -fsS http://collector.lan:8080/install | sh -s -- ${far.token}`);
    expect(far.enrolCommand).toBe(
      `watchcase-agent enrol --url http://collector.lan:8080 --token ${far.token}`,
    );
    expect(await make('127.0.0.1:8080')).toMatchObject({ onlyHere: true });
  });

  it('says so too when the broker listens on this machine only', async () => {
    house = await buildHttpHouse({ agentDoor: () => here });
    expect(await make('collector.lan:8080')).toMatchObject({ onlyHere: true });
  });

  it('names the address of the config before all others', async () => {
    house = await buildHttpHouse({ agentDoor: () => everywhere, configuredUrl: 'https://w.example' });
    expect((await make('127.0.0.1:8080')).command).toContain('curl -fsS https://w.example/install | sh');
  });
});

it('writes a script that nothing in a request gets into', async () => {
  house = await buildHttpHouse();
  const script = async (host: string) =>
    (await house.app.inject({ url: '/join.sh', headers: { host } })).body;
  expect(await script('collector.lan:8080')).toContain("\nurl='http://collector.lan:8080'\n");
  for (const host of ["x';id;'", '$(id)', 'a b', '`id`']) {
    const text = await script(host);
    expect(text).toContain("\nurl='http://127.0.0.1:8080'\n");
    expect(text).not.toContain(host);
  }
});

it('has no agent for machines it knows nothing of', async () => {
  house = await buildHttpHouse();
  for (const file of ['plan9-mips.tar.gz', 'linux-x64', '..%2fadmin-token'])
    expect((await house.app.inject({ url: `/packages/${file}` })).statusCode).toBe(404);
});
