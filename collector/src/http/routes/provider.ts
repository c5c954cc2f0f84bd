import { isUserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { clientOf } from '../client-of.ts';
import { page, speaks } from '../page.ts';
import { statusOf } from '../problem.ts';
import type { HttpRooms } from '../rooms.ts';
import { openSession } from '../session-cookie.ts';
import { LOGIN_LIMIT } from './login.ts';

const KEPT_COOKIE = 'watchcase_sign_in';
const KEPT_MS = 10 * 60_000;
const BACK = '/login/provider/back';

const texts = {
  en: {
    title: 'Sign in',
    home: 'To the sign-in page',
    unknown:
      'The provider knows you, but there is no account here with your address. Ask an administrator for one.',
    PROVIDER_AWAY: 'The provider cannot be reached. Try again, or sign in another way.',
    PROVIDER_REFUSED: 'The sign-in did not succeed. Begin again from the sign-in page.',
  },
  'zh-CN': {
    title: '登录',
    home: '前往登录页',
    unknown: '身份提供方认识您，但此处没有使用您邮箱地址的账号。请联系管理员创建。',
    PROVIDER_AWAY: '无法连接身份提供方。请重试，或使用其他方式登录。',
    PROVIDER_REFUSED: '登录未成功。请从登录页重新开始。',
  },
};

/** Signing in by another program that knows people (OpenID Connect). */
export function providerRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const { provider, access, clock } = rooms;
  if (provider === undefined) return;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const html = (description: string) => z.string().describe(description);
  const drawn = { security: [], produces: ['text/html'] };
  const config = {
    rateLimit: { ...LOGIN_LIMIT, keyGenerator: clientOf },
    codes: ['PROVIDER_AWAY', 'PROVIDER_REFUSED'],
  };
  const refusals = {
    400: html('It was not begun here, or the provider refused'),
    403: html('Nobody here has that address'),
    503: html('The provider is away'),
  };
  const redirectUri = () => `${rooms.publicUrl()}${BACK}`;

  typed.get(
    '/login/provider',
    {
      config,
      schema: { ...drawn, summary: 'Sign in by the provider', response: { 303: html('To it'), ...refusals } },
    },
    async (request, reply) => {
      try {
        const { url, kept } = await provider.begin(redirectUri());
        reply.setCookie(KEPT_COOKIE, kept, {
          path: BACK,
          httpOnly: true,
          // It must come along when the provider sends the browser back.
          sameSite: 'lax',
          secure: rooms.publicUrl().startsWith('https:'),
          expires: new Date(clock.now() + KEPT_MS),
        });
        return await reply.redirect(url, 303);
      } catch (error) {
        return refuse(request, reply, error);
      }
    },
  );
  typed.get(
    BACK,
    {
      config,
      schema: {
        ...drawn,
        summary: 'Back from the provider',
        querystring: z.record(z.string(), z.unknown()),
        response: { 303: html('To the console'), ...refusals },
      },
    },
    async (request, reply) => {
      reply.clearCookie(KEPT_COOKIE, { path: BACK });
      try {
        const came = new URL(`${rooms.publicUrl()}${request.url}`);
        const vouched = await provider.finish(came, request.cookies[KEPT_COOKIE]);
        const by = { actor: vouched.key, door: 'login' as const, now: clock.now() };
        const account = await access.accounts.byProvider(vouched, by);
        if (account === undefined) return draw(request, reply.status(403), 'unknown');
        await openSession(rooms, { request, reply }, { accountId: account.id, name: account.name });
        return await reply.redirect('/', 303);
      } catch (error) {
        return refuse(request, reply, error);
      }
    },
  );
}

function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (!isUserError(error) || !(error.code === 'PROVIDER_AWAY' || error.code === 'PROVIDER_REFUSED'))
    throw error;
  return draw(request, reply.status(statusOf(error.code)), error.code, error.message);
}

function draw(
  request: FastifyRequest,
  reply: FastifyReply,
  reason: 'unknown' | 'PROVIDER_AWAY' | 'PROVIDER_REFUSED',
  detail?: string,
): FastifyReply {
  const text = texts[speaks(request)];
  const lines = [text[reason], ...(detail === undefined ? [] : [detail])];
  const content = { lines, link: { href: '/', text: text.home } };
  return reply.type('text/html').send(page(request, text.title, content));
}
