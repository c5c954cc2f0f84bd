import { sessionSchema } from '@watchcase/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hashSecret } from '../access.ts';
import { authenticate, loginFailed, SESSION_COOKIE } from '../authenticate.ts';
import { clientOf } from '../client-of.ts';
import { page, speaks } from '../page.ts';
import type { HttpRooms } from '../rooms.ts';

const LIMIT = { max: 20, timeWindow: '1 minute' };

const texts = {
  en: {
    title: 'Sign in',
    go: 'Open the console',
    used: 'This link was used or has expired. Get a new one with "watchcase login-link", or sign in with the admin token.',
    home: 'To the sign-in page',
  },
  'zh-CN': {
    title: '登录',
    go: '打开控制台',
    used: '该链接已使用或已过期。请用 "watchcase login-link" 生成新链接，或使用管理员令牌登录。',
    home: '前往登录页',
  },
};

/** Sessions of the console. */
export function loginRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();

  /** A good token has its account's bucket; what is none counts against whoever asks. */
  async function accountOf(request: FastifyRequest): Promise<string> {
    const { token } = request.body as { token: string };
    const name = await rooms.access.bearer(token, rooms.clock.now());
    return name === undefined ? clientOf(request) : `account ${name}`;
  }

  /** The same of a link: it signs in once, whatever others try. */
  async function linkOf(request: FastifyRequest): Promise<string> {
    const { token } = request.params as { token: string };
    const known = await rooms.access.isLoginLink(token);
    return known ? `link ${hashSecret(token)}` : clientOf(request);
  }
  const limited = { config: { rateLimit: { ...LIMIT, keyGenerator: linkOf } } };

  async function openSession(reply: FastifyReply, name: string): Promise<void> {
    const { cookie, expiresAt } = await rooms.access.openSession(name, rooms.clock.now());
    const secure = rooms.publicUrl().startsWith('https:');
    reply.setCookie(SESSION_COOKIE, cookie, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure,
      expires: new Date(expiresAt),
    });
  }

  typed.post(
    '/api/v1/login',
    {
      config: {
        rateLimit: { ...LIMIT, hook: 'preHandler', keyGenerator: accountOf },
        codes: ['LOGIN_FAILED'],
      },
      schema: {
        security: [],
        summary: 'Open a console session',
        body: z.strictObject({ token: z.string().min(1).max(200) }),
        response: { 200: sessionSchema },
      },
    },
    async (request, reply) => {
      const name = await rooms.access.bearer(request.body.token, rooms.clock.now());
      if (name === undefined) throw loginFailed();
      await openSession(reply, name);
      return { name, serverTime: new Date(rooms.clock.now()).toISOString() };
    },
  );
  typed.post(
    '/api/v1/logout',
    { schema: { security: [], summary: 'End the console session', response: { 204: z.null() } } },
    async (request, reply) => {
      const cookie = request.cookies[SESSION_COOKIE];
      if (cookie !== undefined) await rooms.access.closeSession(cookie);
      return reply.clearCookie(SESSION_COOKIE, { path: '/' }).status(204).send(null);
    },
  );
  typed.get(
    '/api/v1/session',
    {
      onRequest: authenticate(rooms),
      schema: { summary: 'Who is signed in', response: { 200: sessionSchema } },
    },
    (request) => ({ name: request.actor, serverTime: new Date(rooms.clock.now()).toISOString() }),
  );

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
    if (!(await rooms.access.redeemLoginLink(request.params.token, rooms.clock.now()))) {
      return reply
        .status(410)
        .type('text/html')
        .send(page(request, text.title, { lines: [text.used], link: { href: '/', text: text.home } }));
    }
    await openSession(reply, 'admin');
    return reply.redirect('/', 303);
  });
}
