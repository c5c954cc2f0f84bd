import type { CaseState, Language, Severity } from '@watchcase/api';

/** What a case looks like in an answer. */
export interface CaseLine {
  number: string;
  title: string;
  severity: Severity;
  state: CaseState;
  /** Who has it; undefined for nobody. */
  holder: string | undefined;
  /** When somebody must have answered, in words of the reader's zone; undefined when nothing is due. */
  respondBy: string | undefined;
  recovered: boolean;
  url: string;
}

const severities: Readonly<Record<Language, Readonly<Record<Severity, string>>>> = {
  en: { critical: 'CRITICAL', major: 'MAJOR', minor: 'MINOR', advisory: 'ADVISORY' },
  'zh-CN': { critical: '紧急', major: '严重', minor: '一般', advisory: '咨询' },
};

const states: Readonly<Record<Language, Readonly<Record<CaseState, string>>>> = {
  en: {
    open: 'nobody has it',
    acknowledged: 'acknowledged',
    diagnosing: 'being diagnosed',
    'on-site-needed': 'somebody must go there',
    'on-site': 'somebody is there',
    'on-hold': 'on hold',
    resolved: 'resolved',
    confirmed: 'confirmed',
    closed: 'closed',
    cancelled: 'cancelled',
  },
  'zh-CN': {
    open: '无人接手',
    acknowledged: '已接手',
    diagnosing: '诊断中',
    'on-site-needed': '需要现场处理',
    'on-site': '现场处理中',
    'on-hold': '挂起',
    resolved: '已解决',
    confirmed: '已确认解决',
    closed: '已关闭',
    cancelled: '已取消',
  },
};

/** What is answered to what was done. */
export const answers = {
  en: {
    acknowledged: ({ number, title }: CaseLine) => `${number} is yours: ${title}`,
    noted: ({ number }: CaseLine) => `Noted in ${number}.`,
    given: ({ number }: CaseLine, to: string) => `${number} was handed on to ${to}.`,
    has: (who: string) => `${who} has it`,
    due: (at: string) => `answer by ${at}`,
    recovered: 'the fault is over',
    among: (numbers: string) => `Which one: ${numbers}?`,
    help: [
      'ack C-12: the case is yours',
      'note C-12 the disk was full: write a note',
      'give C-12 zhao: hand the case on',
      'status C-12: how it stands',
      'In an answer to a page the number can be left out.',
    ],
  },
  'zh-CN': {
    acknowledged: ({ number, title }: CaseLine) => `${number} 已由您接手：${title}`,
    noted: ({ number }: CaseLine) => `已记入 ${number}。`,
    given: ({ number }: CaseLine, to: string) => `${number} 已转交给 ${to}。`,
    has: (who: string) => `${who} 已接手`,
    due: (at: string) => `响应时限 ${at}`,
    recovered: '故障已恢复',
    among: (numbers: string) => `请指明：${numbers}`,
    help: [
      '接手 C-12：由您处理该故障单',
      '备注 C-12 磁盘已满：添加备注',
      '转给 C-12 赵：转交故障单',
      '状态 C-12：查看当前情况',
      '回复通知时可省略编号。',
    ],
  },
} as const;

/** How a case stands, in a few lines. */
export function statusLines(line: CaseLine, language: Language): string[] {
  const text = answers[language];
  const { holder, respondBy } = line;
  const stands = [
    states[language][line.state],
    ...(holder === undefined ? [] : [text.has(holder)]),
    ...(respondBy === undefined ? [] : [text.due(respondBy)]),
    ...(line.recovered ? [text.recovered] : []),
  ];
  return [
    `[${severities[language][line.severity]}] ${line.number} ${line.title}`,
    stands.join(language === 'en' ? ', ' : '，'),
    line.url,
  ];
}

/** What is said where something was not done, by its stable code. */
export const refusals: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    CHAT_USER_UNKNOWN:
      'Nobody here is known by this chat user. Let an administrator put the id below into "chat" of your record (people), or of duty in the config.',
    CHAT_COMMAND_UNKNOWN: 'That is no command.',
    CHAT_CASE_UNCLEAR: 'It is not clear which case is meant: name it, such as C-12.',
    CHAT_TOO_MANY: 'Too much at once. Wait a minute.',
    NOT_ALLOWED: 'Your account may not do that. Ask an administrator.',
    CASE_NOT_FOUND: 'There is no such case.',
    CASE_ACT_NOT_YOURS: 'Your role may not do that to a case.',
    CASE_ALREADY_ACKNOWLEDGED: 'Somebody else has the case already.',
    CASE_ALREADY_RESOLVED: 'The case is resolved already.',
    CASE_ALREADY_CLOSED: 'The case is closed.',
    CASE_ACT_NOT_NOW: 'That is not possible as the case stands.',
    PERSON_NOT_ON_DUTY: 'Nobody by this name can be told.',
    REQUEST_INVALID: 'The text is too long, or has signs in it that cannot be kept.',
    SHARD_OWNER_AWAY: 'The collector that has this case does not answer. Try again in a moment.',
    other: 'That was refused.',
  },
  'zh-CN': {
    CHAT_USER_UNKNOWN:
      '系统中没有与该聊天账号对应的人员。请管理员将下方 ID 填入您的人员记录（people）的 chat 字段，或配置文件 duty 的 chat 字段。',
    CHAT_COMMAND_UNKNOWN: '无法识别该指令。',
    CHAT_CASE_UNCLEAR: '无法确定是哪个故障单，请写明编号，例如 C-12。',
    CHAT_TOO_MANY: '操作过于频繁，请一分钟后再试。',
    NOT_ALLOWED: '您的账号无权执行此操作，请联系管理员。',
    CASE_NOT_FOUND: '没有该故障单。',
    CASE_ACT_NOT_YOURS: '您的角色无权对故障单执行此操作。',
    CASE_ALREADY_ACKNOWLEDGED: '该故障单已由他人接手。',
    CASE_ALREADY_RESOLVED: '该故障单已解决。',
    CASE_ALREADY_CLOSED: '该故障单已关闭。',
    CASE_ACT_NOT_NOW: '当前状态下无法执行此操作。',
    PERSON_NOT_ON_DUTY: '没有可以通知到的此人。',
    REQUEST_INVALID: '内容过长，或含有无法保存的字符。',
    SHARD_OWNER_AWAY: '负责该故障单的采集端没有响应，请稍后再试。',
    other: '操作被拒绝。',
  },
};

/** A refusal in the reader's language, with its code. */
export function refusalText(code: string, language: Language): string {
  const known = refusals[language];
  const words = Object.hasOwn(known, code) ? known[code] : known['other'];
  return language === 'en' ? `${words} (${code})` : `${words}（${code}）`;
}
