import { type Text, text } from './text.ts';

/** Severities of cases, as their tag has them. */
export const severityNames: Readonly<Record<string, Text>> = {
  advisory: text('advisory', '提示'),
  minor: text('minor', '一般'),
  major: text('major', '严重'),
  critical: text('critical', '紧急'),
};

/** The same colours as in the tables: blue is for information, red wakes people. */
export const severityColors: Readonly<Record<string, string>> = {
  advisory: 'blue',
  minor: 'yellow',
  major: 'orange',
  critical: 'red',
};

/** What cases are about. */
export const categoryNames: Readonly<Record<string, Text>> = {
  software: text('software', '软件'),
  data: text('data', '数据'),
  network: text('network', '网络'),
  hardware: text('hardware', '硬件'),
  security: text('security', '安全'),
  usage: text('usage', '使用咨询'),
};

/** What happens to cases. */
export const eventNames: Readonly<Record<string, Text>> = {
  opened: text('opened', '新开'),
  acknowledged: text('acknowledged', '已响应'),
  recovered: text('recovered', '已恢复'),
  resolved: text('resolved', '已解决'),
  closed: text('closed', '已关闭'),
  reopened: text('reopened', '重新打开'),
  breached: text('breached', '超时'),
};

/** What is promised of cases. */
export const targetNames: Readonly<Record<string, Text>> = {
  respond: text('respond', '响应'),
  diagnose: text('diagnose', '诊断'),
  'on-site': text('on-site', '到场'),
  resolve: text('resolve', '解决'),
  update: text('update', '进展通报'),
};

/** How attempts to page end. */
export const outcomeNames: Readonly<Record<string, Text>> = {
  delivered: text('delivered', '已送达'),
  retry: text('retry', '将重试'),
  failed: text('failed', '失败'),
};
