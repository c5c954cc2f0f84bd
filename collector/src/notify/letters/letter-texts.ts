import type { Language } from '@watchcase/api';

/** What mails to customers say. Moments are in the customer's zone already. */
export interface LetterTexts {
  received: (number: string, title: string) => string;
  respondBy: (moment: string) => string;
  answered: (who: string, number: string, title: string) => string;
  wrote: (who: string, number: string, title: string) => string;
  resolved: (number: string, title: string) => string;
  solution: (text: string) => string;
  confirm: string;
  reply: string;
}

export const letterTexts: Readonly<Record<Language, LetterTexts>> = {
  en: {
    received: (number, title) => `We have received your report. It is case ${number}: ${title}`,
    respondBy: (moment) => `An engineer answers by ${moment} at the latest.`,
    answered: (who, number, title) => `${who} is working on case ${number}: ${title}`,
    wrote: (who, number, title) => `${who} wrote to you about case ${number} (${title}):`,
    resolved: (number, title) => `Case ${number} is solved, as we think: ${title}`,
    solution: (text) => `What was done: ${text}`,
    confirm: 'Please say here whether it is solved, and how our service was:',
    reply: 'To tell us more, answer this mail and leave its subject as it is.',
  },
  'zh-CN': {
    received: (number, title) => `您的报告已收到，单号 ${number}：${title}`,
    respondBy: (moment) => `工程师最迟于 ${moment} 回应。`,
    answered: (who, number, title) => `${who} 正在处理 ${number}：${title}`,
    wrote: (who, number, title) => `${who} 就 ${number}（${title}）给您留言：`,
    resolved: (number, title) => `我们认为 ${number} 已解决：${title}`,
    solution: (text) => `处理结果：${text}`,
    confirm: '请在此确认是否已解决，并为本次服务评分：',
    reply: '如需补充，请直接回复本邮件并保留邮件主题。',
  },
};
