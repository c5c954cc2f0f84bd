import type { escalation as english } from '../en/escalation.ts';

export const escalation: typeof english = {
  title: '依次通知',
  chain: (name, team) => `${team} 的升级链“${name}”`,
  asked: '上次通知',
  next: '下一步',
  in: '还有',
  place: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
  walk: (round, rounds) => `第 ${round} 轮，共 ${rounds} 轮`,
  what: {
    step: (people) => people,
    'last-resort': (people) => `${people}（最后手段）`,
    lapse: (people) => `若 ${people === '' ? '无人' : people} 仍未跟进，则重新通知其他人`,
    progress: (people) => `${people}：询问进展`,
    end: () => '升级链走完',
  },
  nobodyElse: '升级链已走完，不再通知其他人。',
  lapsed: (person) => `${person} 已接手但一直无人跟进。现在确认者即接手该故障单。`,
  answer: '我在处理',
};
