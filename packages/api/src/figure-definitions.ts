import type { Title } from './title.ts';

/** What a figure is: how many cases, what part of some cases, how long something takes, a sum of hours, or of money. */
export type FigureShape = 'count' | 'share' | 'time' | 'hours' | 'money';

/** One figure: what it is called, and exactly what it says. Pages, answers of the API, tables and docs/figures.md have their words from here. */
interface FigureRow {
  shape: FigureShape;
  /** A share that is to be reached. */
  goal?: number;
  /** Of what customers do not read of their own cases. */
  isInternal?: true;
  title: Title;
  text: Title;
}

const times = (en: string, zh: string): Title => ({ en, 'zh-CN': zh });
const promised = (title: Title, what: Title): FigureRow => ({
  shape: 'share',
  title,
  text: times(
    `Of cases of which it is decided whether ${what.en} was in time: those in which it always was. Missed once is missed. A cancelled or merged case counts only where it was missed.`,
    `在${what['zh-CN']}是否按时已有结论的故障单中，每次都按时的占比；错过一次即为超时。已取消或被合并的故障单，仅在超时的情况下计入。`,
  ),
});

/** Every figure, in the order of a report. Changing what one says needs a new `FACTS_FORM` in the collector. */
export const figureDefinitions = {
  cases: {
    shape: 'count',
    title: times('Cases', '故障单'),
    text: times(
      'Cases that were opened in the period, of every kind. Not those that were cancelled, nor those that became part of another case, which counts for both.',
      '本期内开立的各类故障单。不含已取消的，也不含并入其他故障单的（由并入的那一单统一计数）。',
    ),
  },
  cancelled: {
    shape: 'count',
    title: times('Cancelled', '已取消'),
    text: times(
      'Cases that were opened in the period and cancelled: there was nothing to solve.',
      '本期内开立、随后取消的故障单：没有需要解决的问题。',
    ),
  },
  merged: {
    shape: 'count',
    title: times('Merged', '已合并'),
    text: times(
      'Cases that were opened in the period and became part of another case.',
      '本期内开立、随后并入其他故障单的故障单。',
    ),
  },
  'time-to-acknowledge': {
    shape: 'time',
    title: times('Time to acknowledge (MTTA)', '平均响应时间（MTTA）'),
    text: times(
      'From the opening of a case to the first person who took it, by the clock on the wall. Of cases that somebody took.',
      '从开单到首位人员接手的自然时间。统计已有人接手的故障单。',
    ),
  },
  'time-to-acknowledge-service': {
    shape: 'time',
    title: times('MTTA in service hours', '响应时间（服务时间内）'),
    text: times(
      'The same, counting only hours of the calendar on which the response was promised. Of cases to which a response was promised.',
      '同上，但只计响应时限所用服务日历内的时间。统计承诺了响应时限的故障单。',
    ),
  },
  'time-to-resolve': {
    shape: 'time',
    title: times('Time to resolve (MTTR)', '平均解决时间（MTTR）'),
    text: times(
      'From the opening of a case to its solution, by the clock on the wall, waits included. Of a case that was opened again: until its last solution, without the time in between when it was thought solved. Of solved cases.',
      '从开单到解决的自然时间，含等待。重新打开的故障单计到最后一次解决，不含其间被认为已解决的时间。统计已解决的故障单。',
    ),
  },
  'time-to-resolve-unpaused': {
    shape: 'time',
    title: times('MTTR without waits', '解决时间（扣除等待）'),
    text: times(
      'The same without the waits (for the customer, a supplier or parts) in which the service policy lets the clock of the solution stand still.',
      '同上，扣除服务级别允许解决时限暂停的等待（等客户、供应商或备件）。',
    ),
  },
  'time-to-resolve-service': {
    shape: 'time',
    title: times('MTTR in service hours', '解决时间（服务时间内）'),
    text: times(
      'Time to resolve, counting only hours of the calendar on which the solution was promised, waits included. Of solved cases to which a solution was promised.',
      '解决时间中只计解决时限所用服务日历内的部分，含等待。统计承诺了解决时限的已解决故障单。',
    ),
  },
  'time-to-resolve-service-unpaused': {
    shape: 'time',
    title: times('MTTR in service hours without waits', '解决时间（服务时间内，扣除等待）'),
    text: times(
      'The same without the waits: what the clock of the solution has counted.',
      '同上，扣除等待：即解决时限时钟实际计入的时间。',
    ),
  },
  'inside-respond': promised(times('Response in time', '响应按时率'), times('the response', '响应')),
  'inside-diagnose': promised(times('Diagnosis in time', '诊断按时率'), times('the diagnosis', '诊断')),
  'inside-on-site': promised(times('On site in time', '到场按时率'), times('the arrival on site', '到场')),
  'inside-resolve': promised(times('Solved in time', '解决按时率'), times('the solution', '解决')),
  'inside-update': promised(
    times('Progress reported in time', '进展通报按时率'),
    times('every report of progress', '进展通报'),
  ),
  'found-first': {
    shape: 'share',
    title: times('Found before the customer', '先于客户发现'),
    text: times(
      'Of faults and findings: those that an alert or an inspection of ours told of. A case into which an earlier report of the customer was merged was found by the customer, and the other way round.',
      '在故障和巡检发现中，由告警或我方巡检发现的占比。若合并进来的客户报修更早，则视为客户先发现；反之亦然。',
    ),
  },
  remote: {
    shape: 'share',
    title: times('Solved remotely', '远程解决'),
    text: times(
      'Of solved faults and findings: those for which nobody arrived on site.',
      '在已解决的故障和巡检发现中，无人到场即解决的占比。',
    ),
  },
  'on-site': {
    shape: 'share',
    title: times('Solved on site', '现场解决'),
    text: times(
      'Of solved faults and findings: those for which somebody arrived on site.',
      '在已解决的故障和巡检发现中，有人到场的占比。',
    ),
  },
  'first-time-fix': {
    shape: 'share',
    title: times('Solved at the first time', '一次解决率'),
    text: times(
      'Of solved faults and findings: those that were never opened again after a solution.',
      '在已解决的故障和巡检发现中，解决后从未重新打开的占比。',
    ),
  },
  recurrence: {
    shape: 'share',
    title: times('Recurrence within 30 days', '30 天内复发率'),
    text: times(
      'Of faults and findings: those that are the same fault again at most 30 days after a case of it had ended.',
      '在故障和巡检发现中，上一张同一故障的故障单结束后 30 天内再次发生的占比。',
    ),
  },
  satisfaction: {
    shape: 'share',
    goal: 0.9,
    title: times('Satisfaction', '满意度'),
    text: times(
      'Of cases that the customer rated: those with four or five stars. The last rating counts.',
      '在客户评价过的故障单中，四星或五星的占比。以最后一次评价为准。',
    ),
  },
  complaints: {
    shape: 'count',
    title: times('Complaints', '投诉'),
    text: times(
      'Cases of the kind "complaint" that were opened in the period.',
      '本期内开立的投诉类故障单。',
    ),
  },
  'complaints-handled': {
    shape: 'share',
    goal: 0.9,
    title: times('Complaints handled in time', '投诉处理按时率'),
    text: times(
      'Of complaints that are solved, or were not solved in time: those solved in time. Where no solution is promised, any solution is in time.',
      '在已解决或已超时的投诉中，按时解决的占比。未承诺解决时限的，解决即为按时。',
    ),
  },
  labour: {
    shape: 'hours',
    isInternal: true,
    title: times('Labour', '工时'),
    text: times(
      'Hours of work in the work logs of cases that were opened in the period, cancelled and merged ones too.',
      '本期内开立的故障单（含已取消和已合并的）工作记录中的工时。',
    ),
  },
  travel: {
    shape: 'hours',
    isInternal: true,
    title: times('Travel', '在途时间'),
    text: times(
      'Hours on the way in the work logs of cases that were opened in the period, cancelled and merged ones too.',
      '本期内开立的故障单（含已取消和已合并的）工作记录中的在途时间。',
    ),
  },
  cost: {
    shape: 'money',
    isInternal: true,
    title: times('Cost', '费用'),
    text: times(
      'Labour and travel by the rates that the contract of the case had when they were logged, and parts at their prices, in the currency of the contract. Without rates only parts cost something, in no currency. Cancelled and merged cases too.',
      '按记录时故障单所属合同的费率计算的工时与在途费用，加上备件价格，以合同币种计。合同没有费率时只计备件，不标币种。含已取消和已合并的故障单。',
    ),
  },
} as const satisfies Readonly<Record<string, FigureRow>>;

export type FigureId = keyof typeof figureDefinitions;
/** Their ids, in the order of a report. */
export const figureIds = Object.keys(figureDefinitions) as [FigureId, ...FigureId[]];

/** A figure's definition. */
export function figureOf(id: FigureId): FigureRow {
  return figureDefinitions[id];
}
