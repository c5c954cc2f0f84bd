import { localTime } from '@watchcase/runtime';
import type { PageMessage } from '../../model/index.ts';
import { type PageText, pageText, placeOf, stateWord } from '../texts.ts';

const words = {
  en: {
    opened: (time: string) => `since ${time}`,
    due: (time: string) => `answer by ${time}`,
    known: (solution: string) => `last time: ${solution}`,
    spoken: (state: string, it: PageMessage['case'], place: string) =>
      `Watchcase. ${state}. Case ${it.id}. ${it.title}. ${place}.`,
    spokenDue: (time: string) => `Answer by ${time}.`,
    spokenOthers: (ids: readonly number[]) =>
      ids.length === 1
        ? `And one more case: ${ids.join()}.`
        : `And ${ids.length} more cases: ${ids.join(', ')}.`,
    spokenEnd: 'Acknowledge it by the link in your other messages, or in the console.',
    test: 'This is a test.',
  },
  'zh-CN': {
    opened: (time: string) => `发生于 ${time}`,
    due: (time: string) => `请于 ${time} 前响应`,
    known: (solution: string) => `上次解决办法：${solution}`,
    spoken: (state: string, it: PageMessage['case'], place: string) =>
      `Watchcase 值班通知。${state}。故障单 ${it.id}。${it.title}。${place}。`,
    spokenDue: (time: string) => `请于 ${time} 前响应。`,
    spokenOthers: (ids: readonly number[]) => `另有 ${ids.length} 张故障单：${ids.join('、')}。`,
    spokenEnd: '请通过其他消息中的链接或控制台确认接手。',
    test: '这是测试。',
  },
} as const;

/** A page in as few words as a text message takes (pure). */
export function shortText(page: PageMessage): PageText {
  const word = words[page.language];
  return {
    ...pageText(page),
    lines: [
      placeOf(page),
      word.opened(shortTime(page.case.openedAt, page)),
      ...(page.respondBy === null ? [] : [word.due(shortTime(page.respondBy, page))]),
      ...(page.known === null ? [] : [word.known(page.known.solution)]),
    ],
  };
}

/** The other cases of a digest by their numbers alone (pure): `+2: C-13, C-14`; empty without any. */
export function otherNumbers({ others = [] }: PageMessage, between = ', '): string {
  const numbers = others.map((other) => other.case.number).join(between);
  return others.length === 0 ? '' : `+${others.length}: ${numbers}`;
}

/** A page as it is read out by a telephone (pure): no links, times without their seconds. */
export function spokenText(page: PageMessage): string {
  const word = words[page.language];
  const place = placeOf(page).replaceAll(' / ', ', ');
  return [
    word.spoken(stateWord(page), page.case, place),
    ...(page.respondBy === null ? [] : [word.spokenDue(hourOf(page.respondBy, page))]),
    ...(page.others === undefined ? [] : [word.spokenOthers(page.others.map((other) => other.case.id))]),
    ...(page.reason === 'code' || page.reason === 'resolved'
      ? []
      : [page.reason === 'test' ? word.test : word.spokenEnd]),
  ].join(page.language === 'en' ? ' ' : '');
}

/** `03-02 16:00`, by the reader's clock (pure). */
export function shortTime(iso: string, { zone }: Pick<PageMessage, 'zone'>): string {
  return localTime(iso, zone).slice(5, 16);
}

function hourOf(iso: string, page: PageMessage): string {
  return shortTime(iso, page).slice(6);
}
