import type { Secret } from '@watchcase/runtime';
import { z } from 'zod';
import { jsonRequest } from '../../../notify/index.ts';
import { bearerGet, call } from '../../call.ts';
import type { Answer } from '../../contract.ts';

/** An app, and where its platform is. */
export interface App {
  appId: string;
  appSecret: Secret;
  url: string;
}

const codeSchema = z.object({ code: z.int() });
const tokenSchema = z.object({ code: z.literal(0), tenant_access_token: z.string().min(1) });
const messageSchema = z.object({
  code: z.literal(0),
  data: z.object({ items: z.array(z.object({ body: z.object({ content: z.string() }) })).min(1) }),
});

/** Answers a message; gives why it could not be sent, empty where it was. */
export async function answerMessage(
  app: App,
  messageId: string,
  { text }: Answer,
  signal: AbortSignal,
): Promise<string> {
  const token = await tokenOf(app, signal);
  if (typeof token !== 'string') return token.lost;
  const url = `${app.url}/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/reply`;
  const message = { msg_type: 'text', content: JSON.stringify({ text }) };
  const called = await call(jsonRequest(url, message, { authorization: `Bearer ${token}` }), signal);
  if (!called.ok) return called.detail;
  const code = codeSchema.safeParse(called.value).data?.code;
  return code === 0 ? '' : `code ${code ?? 'unknown'}`;
}

/** What stands in a message, in whatever form it has; empty where nobody tells. */
export async function textOfMessage(app: App, messageId: string, signal: AbortSignal): Promise<string> {
  const token = await tokenOf(app, signal);
  if (typeof token !== 'string') return '';
  const url = new URL(`${app.url}/open-apis/im/v1/messages/${encodeURIComponent(messageId)}`);
  const called = await call(bearerGet(url, token), signal);
  const found = called.ok ? messageSchema.safeParse(called.value).data : undefined;
  return found?.data.items[0]?.body.content ?? '';
}

/** People answer seldom: a token is asked for each time, and none is kept. */
async function tokenOf(
  { url, appId, appSecret }: App,
  signal: AbortSignal,
): Promise<string | { lost: string }> {
  const wanted = { app_id: appId, app_secret: appSecret.reveal() };
  const at = `${url}/open-apis/auth/v3/tenant_access_token/internal`;
  const called = await call(jsonRequest(at, wanted), signal);
  if (!called.ok) return { lost: called.detail };
  const token = tokenSchema.safeParse(called.value).data?.tenant_access_token;
  const code = codeSchema.safeParse(called.value).data?.code;
  return token ?? { lost: `no token: code ${code ?? 'unknown'}` };
}
