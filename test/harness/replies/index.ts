import type { ReplyDouble } from './reply-double.ts';
import { slack } from './slack.ts';
import { telegram } from './telegram.ts';

export type { ReplyDouble, Words } from './reply-double.ts';

/** A double of every service by which people answer. */
export const replyDoubles: Readonly<Record<string, ReplyDouble>> = { slack, telegram };
