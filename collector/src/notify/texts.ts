import { localTime } from '@watchcase/runtime';
import { cutText } from './services/cut-text.ts';
import type { Language, OutsideReason } from '@watchcase/api';
import type { PageMessage, PageReason } from '../model/index.ts';

/** A page in words. */
export interface PageText {
  /** Fits a lock screen: how bad, what, where. */
  subject: string;
  /** One fact a line: why, where, due, evidence. */
  lines: string[];
  acknowledge: string;
  open: string;
  /** The other cases of a digest: which, how bad, whose, what; none of it is cut away. */
  others: readonly { label: string; url: string }[];
}

const severity = {
  en: { critical: 'CRITICAL', major: 'MAJOR', minor: 'MINOR', advisory: 'ADVISORY' },
  'zh-CN': { critical: '紧急', major: '严重', minor: '一般', advisory: '咨询' },
} as const;

/** Why somebody is paged, while something is wrong. */
const reasons = {
  en: {
    opened: 'New case',
    raised: 'The case became more severe',
    reopened: 'The case is open again',
    worsened: 'A more severe fault has joined the case',
    'given-back': 'Nobody has the case any more',
    'handed-on': 'The case was handed on to you',
    warning: 'Nobody has answered yet',
    breached: 'Target missed',
    step: 'Nobody has answered: you are asked next',
    lapsed: 'Somebody took the case and has not been seen at it since',
    progress: 'The customer should have heard how it goes by now',
    forgotten: 'Nobody is at the case',
    recovered: 'The fault is over',
    recurred: 'The fault is back',
    resolved: 'The case is resolved: nobody is asked for anything any more',
    test: 'This is a test of the channel: nothing is wrong, and nobody need act',
    code: 'Type this code in where you asked for it, within 10 minutes; whoever has not asked need do nothing',
  },
  'zh-CN': {
    opened: '新故障单',
    raised: '故障单级别升高',
    reopened: '故障单重新打开',
    worsened: '故障单中出现更严重的故障',
    'given-back': '故障单已被退回，无人处理',
    'handed-on': '故障单已转交给您',
    warning: '尚无人响应',
    breached: '已超时',
    step: '尚无人响应，现升级通知您',
    lapsed: '故障单已被接手，但一直无人跟进',
    progress: '尚未按时向客户通报进展',
    forgotten: '故障单无人处理',
    recovered: '故障已恢复',
    recurred: '故障再次出现',
    resolved: '故障单已解决，无需再处理',
    test: '这是通道测试，没有故障，无需处理',
    code: '请在 10 分钟内在申请处输入此验证码；如非本人操作，请忽略',
  },
} as const;

/** The same where nothing is wrong any more, as far as the words above would say more than is true then. */
const reasonsAfter: Readonly<Record<Language, Readonly<Partial<Record<PageReason, string>>>>> = {
  en: {
    opened: 'A fault came and went',
    raised: 'The fault is over; it had become more severe',
    reopened: 'The fault had come back, and is over',
    worsened: 'The fault is over; a more severe one had joined it',
    warning: 'Nobody has answered; the fault is over',
    step: 'Nobody has answered; the fault is over. You are asked next',
    lapsed: 'Somebody took the case and has not been seen at it since; the fault is over',
    recurred: 'The fault had come back, and is over',
  },
  'zh-CN': {
    opened: '故障出现后已自行恢复',
    raised: '故障已恢复（级别曾升高）',
    reopened: '故障曾再次出现，现已恢复',
    worsened: '故障已恢复（曾出现更严重的故障）',
    warning: '尚无人响应，故障已恢复',
    step: '尚无人响应，现升级通知您；故障已恢复',
    lapsed: '故障单已被接手，但一直无人跟进；故障已恢复',
    recurred: '故障曾再次出现，现已恢复',
  },
};

/** Which target was missed, where it is still not reached. */
const missed = {
  en: {
    respond: 'Target missed: nobody has answered in time',
    diagnose: 'Target missed: not diagnosed in time',
    'on-site': 'Target missed: nobody was on site in time',
    resolve: 'Target missed: not solved in time',
    update: 'Target missed: the customer was not told of the progress in time',
  },
  'zh-CN': {
    respond: '已超时：无人按时响应',
    diagnose: '已超时：未按时诊断',
    'on-site': '已超时：未按时到场',
    resolve: '已超时：未按时解决',
    update: '已超时：未按时向客户告知进展',
  },
} as const;

/** That no contract pays, and why. */
const outside: Readonly<Record<Language, Readonly<Record<OutsideReason, string>>>> = {
  en: {
    'no-contract': 'Advice only / chargeable: the customer has no contract',
    ended: 'Advice only / chargeable: the contract has ended',
    'not-begun': 'Advice only / chargeable: the contract has not begun',
    product: 'Advice only / chargeable: the contract is about another product',
    category: 'Advice only / chargeable: the contract does not cover such faults',
    site: 'Advice only / chargeable: the contract does not cover this site',
    host: 'Advice only / chargeable: the contract does not cover this host',
  },
  'zh-CN': {
    'no-contract': '仅提供建议 / 需收费：客户没有服务合同',
    ended: '仅提供建议 / 需收费：服务合同已到期（过保）',
    'not-begun': '仅提供建议 / 需收费：服务合同尚未生效',
    product: '仅提供建议 / 需收费：合同不含此产品',
    category: '仅提供建议 / 需收费：合同不含此类故障',
    site: '仅提供建议 / 需收费：合同不含此站点',
    host: '仅提供建议 / 需收费：合同不含此主机',
  },
};

const words = {
  en: {
    where: 'Where',
    respond: 'Answer by',
    over: 'RECOVERED',
    resolved: 'RESOLVED',
    test: 'TEST',
    code: 'CODE',
    recovered: (time: string) => `Recovered at ${time}: nothing is wrong any more`,
    opened: 'Opened',
    known: (from: string) => `Solved it before (${from})`,
    runbook: 'Runbook',
    acknowledge: 'Acknowledge',
    open: 'Open the case',
  },
  'zh-CN': {
    where: '位置',
    respond: '响应时限',
    over: '已恢复',
    resolved: '已解决',
    test: '测试',
    code: '验证',
    recovered: (time: string) => `已于 ${time} 恢复，当前没有告警`,
    opened: '发生时间',
    known: (from: string) => `以往解决办法（${from}）`,
    runbook: '处理手册',
    acknowledge: '确认接手',
    open: '查看故障单',
  },
} as const;

/** Says a page in its language (pure): what, where, how bad, due when. */
export function pageText(page: PageMessage): PageText {
  const word = words[page.language];
  const it = page.case;
  const { others = [] } = page;
  const which = others.length === 0 ? '' : ` ${it.number}`;
  const time = (iso: string) => localTime(iso, page.zone);
  return {
    subject: `[${stateWord(page)}] ${it.number} ${others.length === 0 ? '' : `(+${others.length}) `}${it.title}`,
    lines: [
      `${it.number}: ${reasonOf(page)}`,
      `${word.where}: ${placeOf(page)}`,
      `${word.opened}: ${time(it.openedAt)}`,
      ...(page.respondBy === null ? [] : [`${word.respond}: ${time(page.respondBy)}`]),
      ...(page.outside === null ? [] : [outside[page.language][page.outside]]),
      ...(it.recoveredAt === null ? [] : [word.recovered(time(it.recoveredAt))]),
      ...page.facts.map((fact) => `- ${fact}`),
      ...(page.known === null ? [] : [`${word.known(page.known.from)}: ${page.known.solution}`]),
      ...(page.runbook === null ? [] : [`${word.runbook}: ${page.runbook}`]),
    ],
    acknowledge: `${word.acknowledge}${which}`,
    open: `${word.open}${which}`,
    others: others.map(otherOf),
  };
}

const LONGEST_OTHER = 60;
const LONGEST_CUSTOMER = 20;

function otherOf(page: PageMessage): PageText['others'][number] {
  const { number, customer, title } = page.case;
  const label = `${number} [${stateWord(page)}] ${cutText(customer, LONGEST_CUSTOMER)}: ${title}`;
  return { label: cutText(label, LONGEST_OTHER), url: page.acknowledgeUrl };
}

/** How bad it is, or that it is over (pure). */
export function stateWord({ language, reason, case: it }: PageMessage): string {
  if (reason === 'test' || reason === 'code' || reason === 'resolved') return words[language][reason];
  return it.recoveredAt === null ? severity[language][it.severity] : words[language].over;
}

/** Customer, site and host, as far as there are any (pure). */
export function placeOf({ case: { customer, site, host } }: PageMessage): string {
  return [customer, site, host].filter((part) => part !== null).join(' / ');
}

function reasonOf({ reason, language, missed: targets, case: it }: PageMessage): string {
  const [target] = targets;
  if (reason === 'breached' && target !== undefined) return missed[language][target];
  const after = it.recoveredAt === null ? undefined : reasonsAfter[language][reason];
  return after ?? reasons[language][reason];
}
