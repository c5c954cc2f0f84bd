import { type CaseDetail, customerLinkSchema, isUnresolved } from '@watchcase/api';
import { isUserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Actor, CaseDeed } from '../../model/index.ts';
import { caseById } from '../case-by-id.ts';
import { clientOf } from '../client-of.ts';
import { page, speaks } from '../page.ts';
import type { HttpRooms } from '../rooms.ts';
import { readCase, refuseUnknown } from '../views/cases.ts';

const texts = {
  en: {
    open: 'We are working on it',
    resolved: 'Solved, as we think',
    confirmed: 'You have confirmed that it is solved',
    ended: 'The case is closed',
    confirm: 'It is solved',
    dispute: 'It is not solved',
    rate: (stars: number) => `${'★'.repeat(stars)}${'☆'.repeat(5 - stars)}`,
    rated: (stars: number) => `Your rating: ${stars} of 5. Thank you.`,
    how: 'How was it?',
    both: 'Is it solved, and how was it?',
    solution: (text: string) => `What was done: ${text}`,
    invalid: 'This link is not valid',
    invalidLine: 'It was cut or changed. Ask us for a new one.',
    expired: 'This link has expired',
    expiredLine: 'Ask us for a new one.',
  },
  'zh-CN': {
    open: '正在处理',
    resolved: '已处理完毕，请您确认',
    confirmed: '您已确认解决',
    ended: '该故障单已关闭',
    confirm: '已解决',
    dispute: '尚未解决',
    rate: (stars: number) => `${'★'.repeat(stars)}${'☆'.repeat(5 - stars)}`,
    rated: (stars: number) => `您的评分：${stars} / 5，谢谢。`,
    how: '请为本次服务评分',
    both: '请确认是否已解决，并为本次服务评分',
    solution: (text: string) => `处理结果：${text}`,
    invalid: '链接无效',
    invalidLine: '链接不完整或已被改动，请联系我们重新获取。',
    expired: '链接已过期',
    expiredLine: '请联系我们重新获取。',
  },
};

/** What a customer may say by a link, in an address. */
const wordSchema = z.enum(['confirm', 'dispute', 'rate-1', 'rate-2', 'rate-3', 'rate-4', 'rate-5']);
type Word = z.output<typeof wordSchema>;

/** The link that a customer gets: fetching it only shows the case, its buttons' POST acts. */
export function customerLinkRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const bucketOf = (request: FastifyRequest): string => {
    const link = rooms.customerLinks.read((request.params as { token: string }).token);
    return 'fault' in link ? clientOf(request) : `customer ${link.caseId} ${link.contact}`;
  };
  const html = z.string().describe('The case');
  const token = z.object({ token: z.string().max(2000) });
  const options = <P extends z.ZodType>(summary: string, params: P) => ({
    schema: {
      summary,
      params,
      security: [],
      produces: ['text/html'],
      response: { 200: html, 404: html, 409: html, 410: html },
    },
    config: {
      rateLimit: { max: 60, timeWindow: '1 minute', keyGenerator: bucketOf },
      codes: ['CASE_NOT_FOUND', 'SHARD_OWNER_AWAY'],
    },
  });
  typed.get(
    '/c/:token',
    options('A customer’s case, and what they may say of it', token),
    async (request, reply) => {
      const link = rooms.customerLinks.read(request.params.token);
      if ('fault' in link) return refuse(request, reply, link.fault);
      return show(request, reply, await readCase(rooms, link.caseId));
    },
  );
  typed.post(
    '/c/:token/:word',
    options('Say that it is solved, that it is not, or how it was', token.extend({ word: wordSchema })),
    async (request, reply) => {
      const link = rooms.customerLinks.read(request.params.token);
      if ('fault' in link) return refuse(request, reply, link.fault);
      const by: Actor = { kind: 'link', id: link.contact, name: link.contact, role: 'customer' };
      const status = await say(rooms, link.caseId, { by, word: request.params.word });
      return show(request, reply.status(status), await readCase(rooms, link.caseId));
    },
  );
}

/** Makes the link, for whoever writes to the customer. */
export function makeCustomerLinkRoute(app: FastifyInstance, rooms: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/cases/:id/customer-link',
    {
      schema: {
        summary: 'A link by which a contact confirms and rates the case, for 60 days',
        params: caseById,
        body: z.object({ contact: z.string().trim().min(1).max(100) }),
        response: { 200: customerLinkSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    async ({ params: { id }, body }) => {
      await refuseUnknown(rooms.store.db, id);
      return { url: `${rooms.publicUrl()}/c/${rooms.customerLinks.make(id, body.contact)}` };
    },
  );
}

function deedOf(word: Word): CaseDeed {
  if (word === 'confirm' || word === 'dispute') return { kind: word, text: '' };
  return { kind: 'rate', stars: Number(word.slice('rate-'.length)), text: '' };
}

/** The page shows how things stand whatever came of it; only the status differs. */
async function say(
  rooms: HttpRooms,
  caseId: number,
  { by, word }: { by: Actor; word: Word },
): Promise<200 | 409> {
  try {
    await rooms.act(caseId, { ...deedOf(word), by, via: 'link' });
    return 200;
  } catch (error) {
    if (isUserError(error) && /^CASE_(?:ALREADY|NOT_(?:ENDED|RESOLVED)|GOES)/.test(error.code)) return 409;
    throw error;
  }
}

function show(request: FastifyRequest, reply: FastifyReply, it: CaseDetail): FastifyReply {
  const language = speaks(request);
  const text = texts[language];
  const base = `/c/${(request.params as { token: string }).token}`;
  const solution = it.timeline.findLast(({ kind }) => kind === 'resolved')?.data['solution'];
  const stand = isUnresolved(it.state)
    ? text.open
    : it.state === 'resolved' || it.state === 'confirmed'
      ? text[it.state]
      : text.ended;
  const mayRate = !isUnresolved(it.state) && it.state !== 'cancelled';
  const stars = [5, 4, 3, 2, 1].map((count) => ({ text: text.rate(count), action: `${base}/rate-${count}` }));
  const html = page(request, `${it.number} ${it.titles[language]}`, {
    badge: { text: stand, tone: isUnresolved(it.state) ? it.severity : 'good' },
    lines: [
      ...(typeof solution === 'string' && solution !== '' ? [text.solution(solution)] : []),
      ...(mayRate
        ? [it.rating === null ? (it.state === 'resolved' ? text.both : text.how) : text.rated(it.rating)]
        : []),
    ],
    buttons: [
      ...(it.state === 'resolved' ? [{ text: text.confirm, action: `${base}/confirm` }] : []),
      ...(it.state === 'resolved' || it.state === 'confirmed'
        ? [{ text: text.dispute, action: `${base}/dispute` }]
        : []),
      ...(mayRate && it.rating === null ? stars : []),
    ],
  });
  return reply.type('text/html').send(html);
}

function refuse(request: FastifyRequest, reply: FastifyReply, fault: 'invalid' | 'expired'): FastifyReply {
  const text = texts[speaks(request)];
  const html = page(request, text[fault], { lines: [text[`${fault}Line`]] });
  return reply
    .status(fault === 'expired' ? 410 : 404)
    .type('text/html')
    .send(html);
}
