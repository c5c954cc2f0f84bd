import type { Language } from '@watchcase/api';
import type { FastifyRequest } from 'fastify';
import { escapeHtml, safeLine } from '@watchcase/runtime';

/** Content of one of the few pages that the server draws itself. */
export interface PageContent {
  /** A coloured word above the title. */
  badge?: { text: string; tone: 'critical' | 'major' | 'minor' | 'advisory' | 'good' };
  lines?: readonly string[];
  /** A form with one button, posting to `action`. */
  button?: string;
  action?: string;
  /** Forms with one button each, the first of them the likeliest. */
  buttons?: readonly { text: string; action: string }[];
  link?: { href: string; text: string };
}

const STYLE = `
:root{color-scheme:light dark;--ink:#111827;--soft:#4b5563;--ground:#f3f4f6;--card:#fff;--line:#e5e7eb}
@media(prefers-color-scheme:dark){:root{--ink:#f3f4f6;--soft:#9ca3af;--ground:#0b0f14;--card:#151b23;--line:#2a323d}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:20px;background:var(--ground);color:var(--ink);
font:17px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{width:100%;max-width:480px;background:var(--card);border:1px solid var(--line);border-radius:16px;padding:28px}
h1{font-size:22px;line-height:1.3;margin:10px 0 14px;overflow-wrap:anywhere}p{margin:6px 0;color:var(--soft);overflow-wrap:anywhere}
.brand{font-size:14px;color:var(--soft);letter-spacing:.02em}.badge{display:inline-block;margin-top:14px;padding:3px 10px;border-radius:99px;font-size:14px;font-weight:650;color:#fff}
.critical{background:#b91c1c}.major{background:#c2410c}.minor{background:#a16207}.advisory{background:#1d4ed8}.good{background:#15803d}
button{width:100%;margin-top:22px;padding:16px;border:0;border-radius:12px;background:#166534;color:#fff;font:inherit;font-weight:650;cursor:pointer}
button.second{margin-top:10px;background:none;color:inherit;border:1px solid var(--line)}button:focus-visible,a:focus-visible{outline:3px solid #60a5fa;outline-offset:2px}a{color:inherit;display:inline-block;margin-top:18px}`;

/** The language to answer in. */
export function speaks(request: Pick<FastifyRequest, 'headers'>): Language {
  return /^\s*zh/i.test(request.headers['accept-language'] ?? '') ? 'zh-CN' : 'en';
}

/** Text that may come from a host, as it stands in HTML. */
function shown(text: string): string {
  return escapeHtml(safeLine(text));
}

/** A small page that needs nothing else: no script, no other file. */
export function page(request: Pick<FastifyRequest, 'headers'>, title: string, content: PageContent): string {
  const { badge, lines = [], button, action, buttons = [], link } = content;
  return [
    `<!doctype html><html lang="${speaks(request)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`,
    `<meta name="robots" content="noindex"><title>${shown(title)} - Watchcase</title><style>${STYLE}</style><main><div class="brand">Watchcase</div>`,
    badge === undefined ? '' : `<span class="badge ${badge.tone}">${shown(badge.text)}</span>`,
    `<h1>${shown(title)}</h1>`,
    ...lines.map((line) => `<p>${shown(line)}</p>`),
    button === undefined
      ? ''
      : `<form method="post" action="${escapeHtml(action ?? '')}"><button>${shown(button)}</button></form>`,
    ...buttons.map(
      ({ text, action: to }, at) =>
        `<form method="post" action="${escapeHtml(to)}"><button${at === 0 ? '' : ' class="second"'}>${shown(text)}</button></form>`,
    ),
    link === undefined ? '' : `<a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a>`,
    '</main></html>',
  ].join('\n');
}
