import { type Language, loginLinkSchema } from '@watchcase/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hashSecret, LOGIN_LINK_MS } from '../../access/index.ts';
import { clientOf } from '../client-of.ts';
import { ownUrl } from '../own-address.ts';
import { page, speaks } from '../page.ts';
import type { HttpRooms } from '../rooms.ts';
import { openSession } from '../session-cookie.ts';
import { iso } from '../views/time.ts';
import { firstAccount, LOGIN_LIMIT } from './login.ts';

const texts = {
  en: {
    title: 'Sign in',
    go: 'Open the console',
    used: 'This link was used or has expired. Get a new one from the sign-in page, or with "watchcase login-link".',
    home: 'To the sign-in page',
    mail: {
      subject: 'Your link to Watchcase',
      lines: (name: string, url: string) => [
        `Hello ${name},`,
        'this link signs you in to Watchcase, once, within 15 minutes:',
        url,
        'If you did not ask for it, there is nothing to do.',
      ],
    },
  },
  'zh-CN': {
    title: '登录',
    go: '打开控制台',
    used: '该链接已使用或已过期。请在登录页重新获取，或用 "watchcase login-link" 生成新链接。',
    home: '前往登录页',
    mail: {
      subject: 'Watchcase 登录链接',
      lines: (name: string, url: string) => [
        `${name}，您好：`,
        '点击下面的链接即可登录 Watchcase，链接仅可使用一次，15 分钟内有效：',
        url,
        '如果不是您本人申请，请忽略此邮件。',
      ],
    },
  },
};

/** Links that sign their first visitor in: fetching one only shows a button (mail scanners fetch), its POST signs in. */
export function signInLinkRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { keys } = rooms.access;

  /** A link that is known signs in once, whatever others try. */
  async function linkOf(request: FastifyRequest): Promise<string> {
    const { token } = request.params as { token: string };
    return (await keys.isLoginLink(token)) ? `link ${hashSecret(token)}` : clientOf(request);
  }
  const limited = { config: { rateLimit: { ...LOGIN_LIMIT, keyGenerator: linkOf } } };
  const html = (description: string) => z.string().describe(description);
  const byToken = { params: z.object({ token: z.string().max(200) }), security: [], produces: ['text/html'] };
  const shown = { ...byToken, summary: 'The button of a sign-in link', response: { 200: html('A button') } };
  const signs = {
    ...byToken,
    summary: 'Sign in by a link, once',
    response: { 303: html('To the console'), 410: html('The link was used or has expired') },
  };
  typed.get('/login/:token', { ...limited, schema: shown }, (request, reply) => {
    const text = texts[speaks(request)];
    reply.type('text/html');
    return page(request, text.title, { button: text.go, action: request.url });
  });
  typed.post('/login/:token', { ...limited, schema: signs }, async (request, reply) => {
    const text = texts[speaks(request)];
    const account = await keys.redeemLoginLink(request.params.token, rooms.clock.now());
    if (account === undefined) {
      return reply
        .status(410)
        .type('text/html')
        .send(page(request, text.title, { lines: [text.used], link: { href: '/', text: text.home } }));
    }
    await openSession(rooms, { request, reply }, { accountId: account.id, name: account.name });
    return reply.redirect('/', 303);
  });
  typed.post(
    '/api/v1/login-mail',
    {
      config: { rateLimit: { max: 5, timeWindow: '1 minute', keyGenerator: clientOf } },
      schema: {
        security: [],
        summary: 'Let a sign-in link be mailed; the answer is the same whether the address is known',
        body: z.strictObject({ email: z.string().min(1).max(200) }),
        response: { 202: z.null() },
      },
    },
    async (request, reply) => {
      // Whoever asks must not learn, by the time it takes, who has an account.
      void mailLink(rooms, request.body.email, speaks(request)).catch((error: unknown) =>
        rooms.log.error({ code: 'LOGIN_MAIL_NOT_SENT', err: error }, 'a sign-in link could not be mailed'),
      );
      return reply.status(202).send(null);
    },
  );
}

async function mailLink(rooms: HttpRooms, email: string, language: Language): Promise<void> {
  const { access, clock, mailer, log } = rooms;
  const account = await access.accounts.byEmail(email);
  if (account?.email == null || mailer === undefined) return;
  const of = { accountId: account.id, name: account.name };
  const url = `${rooms.publicUrl()}/login/${await access.keys.newLoginLink(of, clock.now())}`;
  const { subject, lines } = texts[(account.language as Language | null) ?? language].mail;
  const { outcome, detail } = await mailer({ to: account.email, subject, lines: lines(account.name, url) });
  if (outcome !== 'delivered')
    log.error(
      { code: 'LOGIN_MAIL_NOT_SENT', account: account.id, detail },
      'a sign-in link could not be mailed',
    );
}

/** Links that are made for others: the first administrator's, and any account's. */
export function newLinkRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const make = async (request: FastifyRequest, of: { accountId: string; name: string }) => {
    const now = rooms.clock.now();
    const url = `${ownUrl(rooms, request)}/login/${await rooms.access.keys.newLoginLink(of, now)}`;
    return { url, expiresAt: iso(now + LOGIN_LINK_MS) };
  };
  typed.post(
    '/login-links',
    { schema: { summary: 'Make a one-time link to the console', response: { 201: loginLinkSchema } } },
    async (request, reply) => reply.status(201).send(await make(request, firstAccount)),
  );
  typed.post(
    '/accounts/:id/login-link',
    {
      schema: {
        summary: 'Make a one-time link that signs in as this account',
        params: z.object({ id: z.string().max(63) }),
        response: { 201: loginLinkSchema },
      },
      config: { codes: ['ACCOUNT_NOT_FOUND'] },
    },
    async (request, reply) => {
      const { id, name } = await rooms.access.accounts.read(request.params.id);
      return reply.status(201).send(await make(request, { accountId: id, name }));
    },
  );
}
