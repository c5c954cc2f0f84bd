import { createHmac } from 'node:crypto';
import type { ChatRequest } from '../../../collector/src/chat-in/index.ts';
import { posted, type ReplyDouble, withHeaders } from './reply-double.ts';

const SECRET = 'dingtalkAppSecret41';

function signed(body: string, at: number): ChatRequest {
  const time = String(at);
  const sign = createHmac('sha256', SECRET).update(`${time}\n${SECRET}`).digest('base64');
  return posted(body, { 'content-type': 'application/json; charset=utf-8', timestamp: time, sign });
}

/** A robot of an app of the organisation; it hears only what is said to it. */
export const dingtalk: ReplyDouble = {
  options: (origin) => ({ appSecret: SECRET, url: origin }),
  secrets: [SECRET],
  hearsTalk: false,
  tellsAnswered: false,
  say({ id, user, text, at }, origin) {
    const message = {
      msgId: `msg${id}`,
      msgtype: 'text',
      text: { content: ` ${text}` },
      senderStaffId: user,
      senderId: `$:LWCP_v1:$${user}`,
      conversationType: '2',
      isInAtList: true,
      sessionWebhook: `${origin}/robot/sendBySession?session=1`,
      sessionWebhookExpiredTime: at + 5_400_000,
    };
    return signed(JSON.stringify(message), at);
  },
  signed,
  // The signature is over the time alone: another body cannot be told.
  forged: (request) => [
    withHeaders(request, { sign: '' }),
    withHeaders(request, { sign: Buffer.alloc(32).toString('base64') }),
    withHeaders(request, { timestamp: '1' }),
  ],
  mostOffMs: 3_600_000,
  answer: ({ path }) => ({
    status: 200,
    body: JSON.stringify({ errcode: path.startsWith('/robot/sendBySession') ? 0 : 404 }),
  }),
  shown: (_answer, received) =>
    received.map(({ body }) => (JSON.parse(body) as { text: { content: string } }).text.content).join('\n'),
};
