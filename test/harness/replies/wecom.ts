import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { ChatRequest } from '../../../collector/src/chat-in/index.ts';
import { posted, type ReplyDouble, withBody } from './reply-double.ts';

const CORP = 'ww0123456789abcdef';
const TOKEN = 'wecomToken51';
const AES_KEY = 'wecomAesKey52wecomAesKey52wecomAesKey52abcd';
const KEY = Buffer.from(`${AES_KEY}=`, 'base64');

function encrypted(message: string): string {
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(CORP)]);
  const missing = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(missing, missing)])),
    cipher.final(),
  ]).toString('base64');
}

function decrypted(text: string): string {
  const decipher = createDecipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]);
  return plain.subarray(20, 20 + plain.readUInt32BE(16)).toString();
}

const sign = (...parts: string[]) => createHash('sha1').update(parts.toSorted().join('')).digest('hex');

/** What is inside, as WeCom sends it. */
function sealed(inside: string, at: number): ChatRequest {
  const text = encrypted(inside);
  const [timestamp, nonce] = [String(Math.floor(at / 1000)), randomBytes(5).toString('hex')];
  const body = `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><Encrypt><![CDATA[${text}]]></Encrypt><AgentID><![CDATA[7]]></AgentID></xml>`;
  const query = { msg_signature: sign(TOKEN, timestamp, nonce, text), timestamp, nonce };
  return posted(body, { 'content-type': 'text/xml' }, query);
}

/** An app of a company that receives messages. */
export const wecom: ReplyDouble = {
  options: () => ({ corpId: CORP, token: TOKEN, aesKey: AES_KEY, agentId: '7' }),
  secrets: [TOKEN, AES_KEY],
  hearsTalk: false,
  tellsAnswered: false,
  say({ id, user, text, at }) {
    const time = Math.floor(at / 1000);
    return sealed(
      `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><FromUserName><![CDATA[${user}]]></FromUserName><CreateTime>${time}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${id}</MsgId><AgentID>7</AgentID></xml>`,
      at,
    );
  },
  signed: sealed,
  forged: (request) => [
    { ...request, query: { ...request.query, msg_signature: '' } },
    { ...request, query: { ...request.query, nonce: 'another' } },
    { ...request, query: { ...request.query, timestamp: '1' } },
    withBody(request, (body) => body.replace('<Encrypt><![CDATA[', '<Encrypt><![CDATA[AAAA')),
    withBody(request, () => ''),
  ],
  mostOffMs: 3_600_000,
  answer: () => ({ status: 404 }),
  shown({ body }) {
    if (body === '') return '';
    const field = (text: string, name: string) =>
      new RegExp(`<${name}><!\\[CDATA\\[([^]*?)\\]\\]></${name}>`).exec(text)?.[1] ?? '';
    const text = field(body, 'Encrypt');
    const expected = sign(TOKEN, field(body, 'TimeStamp'), field(body, 'Nonce'), text);
    return field(body, 'MsgSignature') === expected ? field(decrypted(text), 'Content') : 'not signed';
  },
};
