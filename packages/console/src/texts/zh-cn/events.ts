import type { eventFacts as englishFacts, events as english } from '../en/events.ts';
import type { EventWords } from '../../words/event-words.ts';
import { serviceAnswers } from './service-answers.ts';

const reason = (code: string): string =>
  (
    ({
      opened: '新故障单',
      reopened: '重新打开',
      worsened: '出现更严重的故障',
      'given-back': '被退回',
      forgotten: '无人处理',
      recovered: '已恢复',
      recurred: '故障再次出现',
      resolved: '故障单已解决',
      'handed-on': '转交',
      raised: '级别升高',
      warning: '尚无人响应',
      breached: '已超时',
      step: '尚无人响应',
      lapsed: '无人跟进',
      progress: '未按时通报进展',
      'customer-received': '报告已收到',
      'customer-answered': '已有人处理',
      'customer-note': '给客户的留言',
      'customer-resolved': '已解决',
    }) as Record<string, string>
  )[code] ?? code;

const why = (code: string): string => (code === '' ? '' : `（${reason(code)}）`);

const isLetter = (code: string): boolean => code.startsWith('customer-');

const relations: Readonly<Record<string, string>> = {
  related: '相关',
  'caused-by': '它是起因',
  causes: '本单是其起因',
  'duplicate-of': '重复',
  follows: '发生在本单之前',
  'followed-by': '发生在本单之后',
};
const relation = (code: string): string => relations[code] ?? code;
const waits: Readonly<Record<string, string>> = { customer: '客户', supplier: '供应商', parts: '备件' };
const waiting = (code: string): string => waits[code] ?? code;

const place = ({ step, steps, round, rounds }: EventWords): string =>
  `第 ${step} 步（共 ${steps} 步）${round === '1' ? '' : `，第 ${round} 轮（共 ${rounds} 轮）`}`;

const away = (it: EventWords): string => (it.away === '' ? '' : `；休假：${it.away}`);

const escalated: Readonly<Record<string, (it: EventWords) => string>> = {
  asked: (it) => `${place(it)}：通知 ${it.people}${away(it)}`,
  'nobody-on-duty': (it) => `${place(it)}：无人值班，立即跳过${away(it)}`,
  'outside-hours': (it) => `${place(it)}：不在时段内，立即跳过`,
  'no-way': (it) => `${place(it)}：无法联系到任何人，立即跳过${away(it)}`,
  progress: (it) => `仍未向客户通报进展：通知 ${it.people}`,
  'last-resort': (it) =>
    `始终无人响应，启用最后手段：通知 ${it.people}${it.time === '1' ? '' : `（第 ${it.time} 次）`}${it.isEvenAway ? '（虽在休假，但已无他人可通知）' : away(it)}`,
  end: () => '升级链已走完，不再通知其他人',
};

export const events: typeof english = {
  opened: (it) => `故障单已生成：${it.text}`,
  'alert-joined': (it) => `新增关联告警：${it.text}`,
  'severity-raised': (it) => `级别由${it.from}升为${it.severity}：${it.text}`,
  'severity-lowered': (it) => `告警级别降低（${it.severity}）：${it.text}`,
  'too-many': (it) =>
    `同时变化过多：${[
      ...(it.fired > 0 ? [`另有 ${it.fired} 条告警触发`] : []),
      ...(it.recovered > 0 ? [`另有 ${it.recovered} 条恢复`] : []),
    ].join('，')}`,
  'alert-recovered': (it) => `告警恢复：${it.text}`,
  recovered: () => '所有告警均已恢复，故障已恢复',
  recurred: (it) => `故障再次出现：${it.text}`,
  reopened: (it) =>
    it.because === 'still-firing'
      ? `故障仍未恢复，故障单重新打开：${it.text}`
      : it.actor === 'watchcase'
        ? `故障单重新打开：${it.text}`
        : `${it.actor} 已重新打开该故障单`,
  worsened: (it) => `故障单中出现更严重的故障，需重新响应：${it.text}`,
  retitled: (it) => `故障单现标题：${it.text}`,
  'alert-moved': (it) => `已移至 ${it.into}：${it.text}`,
  merged: (it) => `故障单已并入 ${it.into}`,
  'handed-on': (it) =>
    it.to === it.actor ? `${it.actor} 从 ${it.from} 手中接管` : `${it.actor} 已转交给 ${it.to}`,
  'given-back': (it) => `${it.actor} 已退回故障单，无人处理`,
  acknowledged: (it) =>
    `${it.actor} 已接手${({ link: '（通过通知中的链接）', api: '（通过 API）', chat: '（通过聊天）' } as Record<string, string>)[it.via] ?? ''}`,
  note: (it) => (it.isForCustomer ? `${it.actor} 告知客户` : `${it.actor} 的备注`),
  resolved: (it) =>
    `${it.actor} 已解决该故障单${
      (
        {
          'comes-back': '（仍有告警，若持续将重新打开）',
          'stays-resolved': '（仍有告警）',
        } as Record<string, string>
      )[it.because] ?? ''
    }`,
  closed: (it) => `${it.actor} 已关闭该故障单`,
  warning: (it) => `${it.target}时限已用 ${it.percent}%`,
  breached: (it) => `已超过${it.target}时限`,
  chain: (it) => `升级链：${it.name}`,
  escalated: (it) => escalated[it.because]?.(it) ?? '升级链继续',
  lapsed: (it) =>
    it.because === 'unassigned'
      ? '故障单已无人负责，重新通知'
      : `${it.person} 已接手但一直无人跟进，重新通知`,
  'page-queued': (it) =>
    isLetter(it.reason)
      ? `将发邮件给客户 ${it.person}（${reason(it.reason)}）`
      : `正在通过 ${it.channel} 通知 ${it.person}（${reason(it.reason)}）`,
  'page-sent': (it) =>
    isLetter(it.reason)
      ? `已发邮件给客户 ${it.person}（${reason(it.reason)}）`
      : `已通过 ${it.channel} 通知 ${it.person}${why(it.reason)}${it.attempt > 1 ? `（第 ${it.attempt} 次尝试）` : ''}${it.newer === '' ? '' : `，与之后的通知合并（${reason(it.newer)}）`}${it.others === '' ? '' : `，与 ${it.others} 合并为一条消息`}`,
  'page-retry': (it) =>
    isLetter(it.reason)
      ? `发给客户 ${it.person} 的邮件未成功（第 ${it.attempt} 次尝试），将重试`
      : `通过 ${it.channel} 通知 ${it.person} 未成功（第 ${it.attempt} 次尝试），将重试`,
  'page-failed': (it) =>
    isLetter(it.reason)
      ? `发给客户 ${it.person} 的邮件未能送出（${reason(it.reason)}）`
      : `通过 ${it.channel} 通知 ${it.person} 最终失败（第 ${it.attempt} 次尝试）`,
  'severity-changed': (it) => `${it.actor} 将级别由${it.from}改为${it.severity}`,
  absorbed: (it) => `${it.origin} 已并入本故障单`,
  split: (it) => (it.into === 'C-' ? `本故障单由 ${it.origin} 拆分而来` : `已由本故障单拆分出 ${it.into}`),
  linked: (it) => `${it.actor} 关联了 ${it.linked}（${relation(it.relation)}）`,
  assigned: (it) =>
    it.person === '' && it.team === ''
      ? `${it.actor} 取消了指派`
      : `${it.actor} 将故障单指派给 ${it.person || it.team}`,
  watched: (it) => `${it.actor} 关注了该故障单`,
  unwatched: (it) => `${it.actor} 不再关注该故障单`,
  diagnosed: (it) => `${it.actor} 的诊断`,
  'on-site-needed': (it) => `${it.actor}：需要上门处理`,
  'on-site-arrived': (it) => `${it.actor} 已到达现场`,
  held: (it) => `${it.actor} 挂起了故障单：等待${waiting(it.reason)}`,
  resumed: (it) =>
    it.because === 'waited-long-enough' ? '等待到期，故障单继续处理' : `${it.actor} 继续处理故障单`,
  'step-ticked': (it) => `${it.actor} 完成了步骤：${it.text}`,
  'step-unticked': (it) => `${it.actor} 撤回了步骤：${it.text}`,
  'work-logged': (it) =>
    `${it.person || it.actor} 的工时：处理 ${it.labourMinutes} 分钟，路途 ${it.travelMinutes} 分钟`,
  attached: (it) => `${it.actor} 上传了 ${it.name}`,
  confirmed: (it) => `${it.actor} 确认已解决`,
  rated: (it) => `${it.actor} 评分：${it.stars} / 5`,
  cancelled: (it) => `${it.actor} 取消了故障单`,
  terms: (it) =>
    it.policy === ''
      ? '服务合同不再涉及本故障单'
      : `故障单适用的服务约定已变更：${it.contract === '' ? '无合同' : `合同 ${it.contract}`}，服务级别 ${it.policy}${it.outside === '' ? '' : '；仅提供建议 / 需收费'}`,
  'nobody-to-page': (it) =>
    it.because === 'not-reached' ? '被通知的人均无法联系到' : '该级别无人值班，未通知任何人',
  forgotten: (it) =>
    it.because === 'unreachable'
      ? '负责人无法联系，且没有后续步骤：正通过其他方式寻找处理人'
      : '故障单无人处理，且没有后续步骤：正通过其他方式寻找处理人',
};

export const eventFacts: typeof englishFacts = {
  cause: '原因',
  solution: '解决办法',
  recurrenceOf: (number) => `与 ${number} 为同一故障`,
  targets: { respond: '响应', diagnose: '诊断', 'on-site': '到场', resolve: '解决', update: '进展告知' },
  attempt: {
    code: (code) => `代码 ${code}`,
    answer: (means) => serviceAnswers[means] ?? means,
    taken: '对方已接收',
    mailTaken: '邮件服务器已接收',
    status: (status) =>
      ({
        401: '对方不认可我们的身份',
        403: '对方拒绝访问',
        404: '对方地址无效',
        408: '对方等待超时',
        410: '对方地址已失效',
        429: '对方要求稍后再试',
      })[status] ?? (status >= 500 ? '对方服务异常' : '对方不接受此消息'),
    mailRefused: (isForGood) => (isForGood ? '邮件服务器拒收' : '邮件服务器暂不接收'),
    noLine: (code) =>
      ({
        ECONNREFUSED: '对方地址无服务监听',
        ECONNRESET: '连接被中断',
        EPIPE: '连接被中断',
        ENOTFOUND: '无法识别对方域名',
        EAI_AGAIN: '暂时无法解析域名',
        ETIMEDOUT: '连接超时',
        EHOSTUNREACH: '网络不可达',
        ENETUNREACH: '网络不可达',
        EAUTH: '邮件服务器不认可我们的身份',
      })[code],
    noAnswer: '未在规定时间内应答',
    takenOver: '可能已由另一采集服务接管',
    threw: '通道意外出错，详见日志',
    unwritable: '无法写入',
    smtpLost: 'SMTP 连接失败',
    printed: '已打印',
    noChannel: (channel) => `通道“${channel}”已不存在`,
    notReached: (person) => `无法联系到 ${person}`,
    notBy: (channel) => `无法通过 ${channel} 联系到`,
    givenUp: (attempts, last) => `尝试 ${attempts} 次后放弃：${last}`,
    withdrawn: (because) => `已撤回：${because}`,
    faultBack: '故障再次出现',
    nothingTold: '此前未通知过',
    toldAlready: '已经通知过',
    resolved: '故障单已解决',
    confirmed: '客户已确认解决',
    closed: '故障单已关闭',
    cancelled: '故障单已取消',
    acknowledged: '故障单已有人接手',
    recoveredAgain: '故障已再次恢复',
    answered: '期间已有人响应',
    openAgain: '故障单已重新打开',
    notForCustomer: '内容不面向客户',
    beforeRestore: (madeAt) => `采集器由 ${madeAt} 的备份恢复，此通知可能在该备份之后已发送`,
  },
};
