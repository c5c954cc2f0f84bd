import { format, inspect } from 'node:util';
import { channels } from '@watchcase/collector/notify/channels/registry.generated.ts';
import { configSchema } from '@watchcase/collector/config.ts';
import { createLog, isUserError, parseConfig, Secret, UserError } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';

const PLAIN = 'correct-horse-battery-staple';
const secret = new Secret(PLAIN);

function logged(fields: Record<string, unknown>): string {
  const lines: string[] = [];
  createLog('test', 'debug', { write: (line: string) => void lines.push(line) }).info(
    fields,
    `about ${String(secret)}`,
  );
  return lines.join('');
}

const ways: Record<string, () => string> = {
  'a template': () => `about ${secret as unknown as string}`,
  concatenation: () => 'about ' + (secret as unknown as string),
  JSON: () => JSON.stringify({ deep: [{ secret }] }),
  inspect: () => inspect({ deep: [{ secret }] }, { depth: null, showHidden: true }),
  'a format': () => format('%s %o %O %j', secret, secret, secret, secret),
  'Object.entries': () => JSON.stringify(Object.entries(secret)),
  'a copy': () => JSON.stringify(Object.assign({}, secret)),
  'a structured clone': () => inspect(structuredClone(secret), { depth: null, showHidden: true }),
  'an error': () =>
    inspect(new Error(`cannot use ${String(secret)}`, { cause: { secret } }), { depth: null }),
  'a user error': () => {
    const error = new UserError({ code: 'A_CODE', place: 'x', message: `refused ${String(secret)}` });
    return inspect(error, { depth: null }) + JSON.stringify(error.faults);
  },
  'a log field': () =>
    logged({ secret, nested: { secret }, list: [secret], any: { deeper: { still: secret } } }),
  'a logged error': () => logged({ err: Object.assign(new Error('no'), { options: { secret } }) }),
};

describe('a secret never shows in', () => {
  it.each(Object.entries(ways))('%s', (_way, print) => {
    expect(print()).not.toContain(PLAIN);
  });
});

it('still gives itself to the one who asks by name', () => {
  expect(secret.reveal()).toBe(PLAIN);
});

it('is cut out of a log even when somebody logs the plain text under a telling name', () => {
  const text = logged({
    password: PLAIN,
    body: { token: PLAIN },
    headers: { authorization: PLAIN, cookie: PLAIN },
  });
  expect(text).toContain('[secret]');
  expect(text).not.toContain(PLAIN);
});

const TWILIO = 'AC0123456789abcdef0123456789abcdef';
const env = {
  PLAIN,
  HOOK: `https://hooks.example.com/services/${PLAIN}?key=${PLAIN}`,
  BOT: `12345:${PLAIN}`,
};
const yaml = [
  'broker: { kind: external, url: "mqtt://127.0.0.1:1883", username: collector, password: env:PLAIN }',
  'store: { kind: postgres, url: env:PLAIN }',
  'history: { remote: { url: "http://127.0.0.1:8428", token: env:PLAIN } }',
  'channels:',
  '  - { name: here, type: terminal }',
  '  - { name: hook, type: webhook, options: { url: env:HOOK, secret: env:PLAIN, headers: { authorization: env:PLAIN } } }',
  '  - { name: dingtalk, type: dingtalk, options: { url: env:HOOK, secret: env:PLAIN } }',
  '  - { name: wecom, type: wecom, options: { url: env:HOOK } }',
  '  - { name: feishu, type: feishu, options: { url: env:HOOK, secret: env:PLAIN } }',
  '  - { name: slack, type: slack, options: { url: env:HOOK } }',
  '  - { name: teams, type: teams, options: { url: env:HOOK } }',
  '  - { name: pagerduty, type: pagerduty, options: { routingKey: env:PLAIN } }',
  '  - { name: opsgenie, type: opsgenie, options: { apiKey: env:PLAIN } }',
  '  - { name: ntfy, type: ntfy, options: { topic: env:PLAIN, token: env:PLAIN } }',
  '  - { name: gotify, type: gotify, options: { url: "https://push.example.com", token: env:PLAIN } }',
  '  - { name: telegram, type: telegram, options: { token: env:BOT, chat: "@ops" } }',
  '  - { name: sms1, type: sms-aliyun, options: { accessKeyId: a, accessKeySecret: env:PLAIN, to: "13800138000", signName: s, template: SMS_1 } }',
  '  - { name: sms2, type: sms-tencent, options: { secretId: a, secretKey: env:PLAIN, appId: "1", to: "+8613800138000", signName: s, template: "1" } }',
  `  - { name: sms3, type: sms-twilio, options: { account: ${TWILIO}, secret: env:PLAIN, to: "+15558675310", from: "+15017122661" } }`,
  `  - { name: call, type: voice, options: { by: { kind: twilio, account: ${TWILIO}, secret: env:PLAIN, to: "+15558675310", from: "+15017122661" } } }`,
  '  - { name: mail, type: email, options: { host: mail, from: a@x.example, to: b@x.example, password: env:PLAIN } }',
];

it('stays secret in a whole config, in every channel', () => {
  const config = parseConfig(configSchema, { name: 'test.yaml', text: yaml.join('\n'), env });
  expect(config.channels.map(({ channel }) => channel.name).toSorted()).toEqual(
    Object.keys(channels).toSorted(),
  );
  // What a channel is made of is code, and has no settings in it: to look through it all takes a minute.
  const set = { ...config, channels: config.channels.map(({ name, options }) => ({ name, options })) };
  expect(inspect(set, { depth: null, showHidden: true })).not.toContain(PLAIN);
  expect(JSON.stringify(config)).not.toContain(PLAIN);
});

it('does not show when the config around it is wrong', () => {
  const text = [...yaml, 'nonsense: true', 'http: { port: env:PLAIN }'].join('\n');
  try {
    parseConfig(configSchema, { name: 'test.yaml', text, env });
    expect.unreachable();
  } catch (error) {
    if (!isUserError(error)) throw error;
    expect(error.faults.map(({ code }) => code).toSorted()).toEqual(['CONFIG_INVALID', 'CONFIG_UNKNOWN_KEY']);
    expect(inspect(error, { depth: null })).not.toContain(PLAIN);
  }
});
