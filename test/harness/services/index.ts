import { aliyun } from './aliyun.ts';
import { dingtalk } from './dingtalk.ts';
import { feishu, feishuApp } from './feishu.ts';
import { gotify } from './gotify.ts';
import { ntfy } from './ntfy.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import type { ServiceDouble } from './service-double.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { telegram } from './telegram.ts';
import { tencent } from './tencent.ts';
import { twilio } from './twilio.ts';
import { voiceAliyun, voiceTwilio, voiceWebhook } from './voice.ts';
import { webhook, webhookTemplate } from './webhook.ts';
import { wecom } from './wecom.ts';

export type { ServiceDouble } from './service-double.ts';

/** The double of each channel that speaks HTTP; of some there are several. */
export const serviceDoubles: Readonly<Record<string, Readonly<Record<string, ServiceDouble>>>> = {
  dingtalk: { robot: dingtalk },
  feishu: { app: feishuApp, robot: feishu },
  gotify: { server: gotify },
  ntfy: { server: ntfy },
  opsgenie: { api: opsgenie },
  pagerduty: { api: pagerduty },
  slack: { webhook: slack },
  'sms-aliyun': { api: aliyun },
  'sms-tencent': { api: tencent },
  'sms-twilio': { api: twilio },
  teams: { workflow: teams },
  telegram: { api: telegram },
  voice: { twilio: voiceTwilio, aliyun: voiceAliyun, webhook: voiceWebhook },
  webhook: { page: webhook, template: webhookTemplate },
  wecom: { robot: wecom },
};
