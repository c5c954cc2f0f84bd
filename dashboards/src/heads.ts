import { type Text, text } from './text.ts';

/** Heads of the tags that tables are about. */
export const heads = {
  customer: text('Customer', '客户'),
  site: text('Site', '站点'),
  host: text('Host', '主机'),
  path: text('File system', '文件系统'),
  job: text('Job', '作业'),
  location: text('Location', '位置'),
} as const;

/** The head of any tag; the tag itself where there is none. */
export function headOf(tag: string): Text {
  return Object.entries(heads).find(([name]) => name === tag)?.[1] ?? text(tag, tag);
}
