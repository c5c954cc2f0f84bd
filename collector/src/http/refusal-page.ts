import type { FastifyRequest } from 'fastify';
import { page, speaks } from './page.ts';

/** Addresses that people open from a page or a terminal: what is refused there is told in a page. */
const DRAWN = ['/a/', '/c/', '/login/'];

/** Title and line, by code. */
const texts: Readonly<Record<'en' | 'zh-CN', Readonly<Record<string, readonly [string, string]>>>> = {
  en: {
    NOT_FOUND: [
      'There is nothing at this address',
      'It was cut or changed. Open the case in the console instead.',
    ],
    CASE_NOT_FOUND: ['This case is not there any more', 'It was removed after its time of keeping.'],
    METHOD_NOT_ALLOWED: ['This cannot be done with a link', 'Open it in a browser.'],
    TOO_MANY_REQUESTS: ['Too many tries', 'Wait a minute, then load this page again.'],
    STORE_UNAVAILABLE: [
      'The database cannot be used at the moment',
      'Nothing was done. Load this page again in a minute.',
    ],
    SHARD_OWNER_AWAY: [
      'The collector that has this case does not answer',
      'Nothing was done. Load this page again in ten seconds.',
    ],
    INTERNAL: ['Something went wrong here', 'The log of the collector says more.'],
    other: ['The request cannot be taken', 'Open the case in the console instead.'],
    console: ['To the console', ''],
  },
  'zh-CN': {
    NOT_FOUND: ['该地址没有内容', '链接不完整或已被改动，请在控制台中打开故障单。'],
    CASE_NOT_FOUND: ['该故障单已不存在', '已超过保留期限并被删除。'],
    METHOD_NOT_ALLOWED: ['链接不支持此操作', '请用浏览器打开。'],
    TOO_MANY_REQUESTS: ['尝试次数过多', '请一分钟后重新加载本页。'],
    STORE_UNAVAILABLE: ['数据库暂时不可用', '未执行任何操作，请一分钟后重新加载本页。'],
    SHARD_OWNER_AWAY: ['负责该故障单的采集器没有响应', '未执行任何操作，请十秒后重新加载本页。'],
    INTERNAL: ['服务器出错', '采集器日志中有详细信息。'],
    other: ['无法处理该请求', '请在控制台中打开故障单。'],
    console: ['前往控制台', ''],
  },
};

/** Whether people read what is answered at this address (pure). */
export function isDrawn(url: string): boolean {
  return DRAWN.some((prefix) => url.startsWith(prefix));
}

/** A page that says why a request is refused. */
export function refusalPage(request: Pick<FastifyRequest, 'headers'>, code: string): string {
  const words = texts[speaks(request)];
  const [title, line] = words[code] ?? words['other'] ?? [code, ''];
  return page(request, title, {
    lines: [line, code],
    link: { href: '/', text: words['console']?.[0] ?? '' },
  });
}
