import { dingtalk } from './dingtalk.ts';
import { feishu } from './feishu.ts';
import type { ReplyDouble } from './reply-double.ts';
import { slack } from './slack.ts';
import { telegram } from './telegram.ts';
import { wecom } from './wecom.ts';

export type { ReplyDouble, Words } from './reply-double.ts';

/** A double of every service by which people answer. */
export const replyDoubles: Readonly<Record<string, ReplyDouble>> = {
  slack,
  telegram,
  feishu,
  dingtalk,
  wecom,
};
