import { type CaseDetail, isTaken, isUnresolved } from '@watchcase/api';
import { isUserError, localTime } from '@watchcase/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { clientOf } from '../client-of.ts';
import { page, speaks } from '../page.ts';
import { namedActor } from '../../model/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { readCase } from '../views/cases.ts';

const texts = {
  en: {
    severity: { critical: 'Critical', major: 'Major', minor: 'Minor', advisory: 'Advisory' },
    acknowledge: (person: string) => `Acknowledge as ${person}`,
    has: (person: string) => `${person} has the case`,
    due: (time: string) => `Answer by ${time}`,
    ended: 'The case is resolved: nothing is left to do',
    comesBack: (time: string) => `An alert still fires: the case opens again at ${time} unless that is over`,
    stillFires: 'An alert still fires, and stays without a case until it gets worse',
    resolved: 'The case is resolved',
    invalid: 'This link is not valid',
    invalidLine: 'It was cut or changed. Open the case in the console instead.',
    expired: 'This link has expired',
    expiredLine: 'Open the case in the console instead.',
    open: 'Open the case',
    console: 'To the console',
  },
  'zh-CN': {
    severity: { critical: '紧急', major: '严重', minor: '一般', advisory: '咨询' },
    acknowledge: (person: string) => `以 ${person} 的身份确认接手`,
    has: (person: string) => `${person} 已接手该故障单`,
    due: (time: string) => `响应时限 ${time}`,
    ended: '该故障单已解决，无需处理',
    comesBack: (time: string) => `仍有告警未恢复：若届时仍未恢复，故障单将于 ${time} 重新打开`,
    stillFires: '仍有告警未恢复；除非加重，否则不再生成故障单',
    resolved: '该故障单已解决',
    invalid: '链接无效',
    invalidLine: '链接不完整或已被改动，请在控制台中打开故障单。',
    expired: '链接已过期',
    expiredLine: '请在控制台中打开故障单。',
    open: '查看故障单',
    console: '前往控制台',
  },
};

/** The link in a page: fetching it only shows (mail scanners fetch), its button's POST acknowledges. */
export function linkRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  /** A good link has a bucket of its own; what is no link counts against whoever asks. */
  const bucketOf = (request: FastifyRequest): string => {
    const link = rooms.readLink((request.params as { token: string }).token);
    return 'fault' in link ? clientOf(request) : `link ${link.caseId} ${link.person}`;
  };
  const html = (description: string) => z.string().describe(description);
  const options = (summary: string) => ({
    schema: {
      summary,
      params: z.object({ token: z.string().max(2000) }),
      security: [],
      produces: ['text/html'],
      response: {
        200: html('The case'),
        404: html('The link was cut or changed'),
        409: html('Somebody else has the case, or it has ended'),
        410: html('The link has expired'),
      },
    },
    config: {
      rateLimit: { max: 120, timeWindow: '1 minute', keyGenerator: bucketOf },
      codes: ['CASE_NOT_FOUND', 'SHARD_OWNER_AWAY'],
    },
  });

  typed.get(
    '/a/:token',
    options('The case behind the link of a page, and its button'),
    async (request, reply) => {
      const link = rooms.readLink(request.params.token);
      if ('fault' in link) return refuse(request, reply, link.fault);
      return show(request, reply, await readCase(rooms, link.caseId), await readerOf(rooms, link));
    },
  );
  typed.post('/a/:token', options('Acknowledge the case as who was paged'), async (request, reply) => {
    const link = rooms.readLink(request.params.token);
    if ('fault' in link) return refuse(request, reply, link.fault);
    const status = await acknowledge(rooms, link);
    const it = await readCase(rooms, link.caseId);
    return show(request, reply.status(status), it, await readerOf(rooms, link));
  });
}

/** The page shows how things stand whatever came of it; only the status differs. */
async function acknowledge(rooms: HttpRooms, link: { caseId: number; person: string }): Promise<200 | 409> {
  try {
    await rooms.act(link.caseId, { kind: 'acknowledge', by: namedActor(link.person, 'link'), via: 'link' });
    return 200;
  } catch (error) {
    if (isUserError(error) && error.code.startsWith('CASE_ALREADY_')) return 409;
    throw error;
  }
}

interface Reader {
  person: string;
  zone: string;
  /** Whoever has the case was not seen at it: it is asked for anew. */
  isAsked: boolean;
}

async function readerOf(
  rooms: HttpRooms,
  { caseId, person }: { caseId: number; person: string },
): Promise<Reader> {
  const isAsked = (await rooms.explainEscalation(caseId))?.isLapsed === true;
  return { person, zone: await rooms.zoneOf(person), isAsked };
}

function show(
  request: FastifyRequest,
  reply: FastifyReply,
  it: CaseDetail,
  { person, zone, isAsked }: Reader,
): FastifyReply {
  const language = speaks(request);
  const text = texts[language];
  const respond = it.clocks.find((clock) => clock.target === 'respond' && clock.stoppedAt === null);
  const due = respond === undefined ? [] : [text.due(localTime(respond.due, zone))];
  const held = isTaken(it.state) && it.acknowledgedBy !== null ? [text.has(it.acknowledgedBy)] : [];
  const firing = stillFiring(it, text, zone);
  const ended = isUnresolved(it.state) ? [] : [firing.length > 0 ? text.resolved : text.ended];
  const good = held.length + ended.length > 0;
  const html = page(request, `${it.number} ${it.titles[language]}`, {
    badge: good
      ? { text: (held[0] ?? ended[0]) as string, tone: 'good' }
      : { text: text.severity[it.severity], tone: it.severity },
    lines: [
      [it.customer, it.site, it.host].flatMap((place) => place?.name ?? []).join(' / '),
      ...due,
      ...firing,
    ],
    ...(it.state === 'open' || isAsked ? { button: text.acknowledge(person), action: request.url } : {}),
    link: { href: `/cases/${it.id}`, text: text.open },
  });
  return reply.type('text/html').send(html);
}

/** What an ended case still has to say: that its fault is not over. */
function stillFiring(it: CaseDetail, text: (typeof texts)['en'], zone: string): string[] {
  if (isUnresolved(it.state)) return [];
  if (!it.alerts.some((alert) => alert.state === 'firing')) return [];
  return [it.comesBackAt === null ? text.stillFires : text.comesBack(localTime(it.comesBackAt, zone))];
}

function refuse(request: FastifyRequest, reply: FastifyReply, fault: 'invalid' | 'expired'): FastifyReply {
  const text = texts[speaks(request)];
  const html = page(request, text[fault], {
    lines: [text[`${fault}Line`]],
    link: { href: '/', text: text.console },
  });
  return reply
    .status(fault === 'expired' ? 410 : 404)
    .type('text/html')
    .send(html);
}
