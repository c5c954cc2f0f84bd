import { expect, it } from 'vitest';
import type { ChatRequest } from '../contract.ts';
import { decrypt } from './feishu/decrypt.ts';
import slack from './slack/index.ts';
import { decryptFor, encryptFor } from './wecom/crypt.ts';
import { flatXml, xmlOf } from './wecom/flat-xml.ts';
import wecom from './wecom/index.ts';

const request = (more: Partial<ChatRequest>): ChatRequest => ({
  method: 'POST',
  query: {},
  headers: {},
  body: Buffer.alloc(0),
  ...more,
});

it('believes the signature that Slack gives as its example', () => {
  const body = Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  );
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  };
  const settings = slack.options.parse({ signingSecret: '8f742231b10e8888abcd99yyyzzz85a5' });
  const at = 1_531_420_618_000;
  expect(slack.read(request({ headers, body }), settings, at)).toMatchObject({
    is: 'said',
    said: { user: 'U2CERLKJA', text: '', isToUs: true },
  });
  expect(slack.read(request({ headers, body }), settings, at + 301_000)).toMatchObject({ because: 'clock' });
});

it('reads what Feishu gives as its example', () => {
  expect(decrypt('test key', 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=')).toBe('hello world');
  expect(decrypt('another key', 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=')).not.toBe('hello world');
  expect(decrypt('test key', 'no base64')).toBeUndefined();
});

const settings = wecom.options.parse({
  corpId: 'wx5823bf96d3bd56c7',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
});

it('reads what WeCom gives as its examples', () => {
  const query = {
    msg_signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    timestamp: '1409659589',
    nonce: '263014780',
    echostr: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
  };
  const asked = wecom.read(request({ method: 'GET', query }), settings, 1_409_659_589_000);
  expect(asked).toMatchObject({ is: 'answered', answer: { status: 200, body: '1616140317555161061' } });

  const body = Buffer.from(`<xml>
<ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==]]></Encrypt>
<AgentID><![CDATA[218]]></AgentID>
</xml>`);
  const at = {
    msg_signature: '477715d11cdb4164915debcba66cb864d751f3e6',
    timestamp: '1409659813',
    nonce: '1372623149',
  };
  const said = wecom.read(request({ query: at, body }), settings, 1_409_659_813_000);
  expect(said).toMatchObject({
    is: 'said',
    said: { id: '4561255354251345929', user: 'mycreate', text: 'hello' },
  });
  const others = [
    { ...settings, corpId: 'another' },
    { ...settings, agentId: '219' },
  ];
  for (const other of others)
    expect(wecom.read(request({ query: at, body }), other, 1_409_659_813_000)).toMatchObject({
      is: 'refused',
    });
});

it('reads nothing of what was cut, or is for another company', () => {
  const key = settings.aesKey.reveal();
  const whole = encryptFor('a company', key, '<xml/>');
  expect(decryptFor('a company', key, whole)).toBe('<xml/>');
  expect(decryptFor('another', key, whole)).toBeUndefined();
  expect(decryptFor('a company', key, whole.slice(0, -24))).toBeUndefined();
  expect(decryptFor('a company', key, '')).toBeUndefined();
  expect(decryptFor('a company', key.replace('j', 'k'), whole)).toBeUndefined();
});

it('takes nothing that somebody wrote for a field', () => {
  expect(
    flatXml(xmlOf({ Content: 'a <MsgId>1</MsgId> & ]]></Content><MsgId>2</MsgId>', MsgId: '3' }))?.['MsgId'],
  ).toBe('3');
  expect(flatXml('<xml><A>1</A><B><![CDATA[2]]></B><C>&lt;x&gt;</C></xml>')).toEqual({
    A: '1',
    B: '2',
    C: '<x>',
  });
  for (const odd of [
    '',
    '<xml>',
    '<xml><A>1</A><A>2</A></xml>',
    '<xml><A><B>1</B></A></xml>',
    '<!DOCTYPE x><xml><A>1</A></xml>',
    '<xml><A>1</B></xml>',
  ])
    expect(flatXml(odd)).toBeUndefined();
});
