import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import type { Account } from '@watchcase/api';
import { act } from '../../collector/src/cases/index.ts';
import {
  type ChatIn,
  type ChatPerson,
  openChatIn,
  readCases,
  replyWaySchema,
} from '../../collector/src/chat-in/index.ts';
import type { CaseAction } from '../../collector/src/model/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import { addCase, addHost } from './paged-case.ts';

/** What people say by chat, over a store, without the rest of the house. */
export interface ChatHouse {
  chat: ChatIn;
  clock: ManualClock;
  /** Acts as the collector does. */
  act(caseId: number, action: CaseAction): Promise<void>;
  /** Lines of the log. */
  logged: string[];
  /** What people did to a case, as `kind actor text door to`. */
  timeline(caseId: number): Promise<string[]>;
}

/** Zhao is known by every service as 1001, Ada of config's duty as 1002. */
export const chatPeople: readonly ChatPerson[] = [
  {
    id: 'zhao',
    name: '赵敏',
    mail: 'zhao@desk.example',
    language: 'zh-CN',
    zone: 'Asia/Shanghai',
    chat: (['slack', 'telegram', 'feishu', 'dingtalk', 'wecom'] as const).map((service) => ({
      service,
      user: '1001',
    })),
  },
  {
    id: undefined,
    name: 'Ada',
    mail: undefined,
    language: 'en',
    zone: 'UTC',
    chat: (['slack', 'telegram', 'feishu', 'dingtalk', 'wecom'] as const).map((service) => ({
      service,
      user: '1002',
    })),
  },
];

/** An account of Zhao with this role. */
export function accountOf(more: Partial<Account>): Account {
  return {
    id: 'a-1',
    name: 'Zhao Min',
    email: 'zhao@desk.example',
    role: 'engineer',
    customers: null,
    teams: [],
    language: null,
    hasPassword: true,
    hasProvider: false,
    createdAt: '2026-01-01T00:00:00Z',
    retiredAt: null,
    ...more,
  };
}

/** Puts customer `acme` with `cases` open cases into an empty store. */
export async function fillChatStore(store: Store, cases = 2): Promise<void> {
  await addHost(store);
  await store.transaction(async (tx) => {
    for (let i = 0; i < cases; i++) await addCase(tx, { opened_at: 0 });
  });
}

/** Opens the door, with ways to answer as the config has them. */
export function openChatHouse(
  store: Store,
  replies: readonly { name: string; service: string; options: Record<string, unknown> }[],
  more: Partial<Parameters<typeof openChatIn>[0]> = {},
): ChatHouse {
  const clock = more.clock instanceof ManualClock ? more.clock : new ManualClock();
  const logged: string[] = [];
  const log = createLog('test', 'debug', { write: (line: string) => void logged.push(line) });
  const acts = (caseId: number, action: CaseAction) =>
    store.transaction(
      async (tx) => void (await act(tx, caseId, action, { now: clock.now(), comesBackAfterMs: 14_400_000 })),
    );
  const chat = openChatIn({
    store,
    ways: replies.map((way) => replyWaySchema.parse(way)),
    people: () => Promise.resolve(chatPeople),
    accounts: () => Promise.resolve([]),
    onDuty: (name) => Promise.resolve(['Ada', 'Bo'].find((one) => one.toLowerCase() === name.toLowerCase())),
    cases: readCases(store, () => 'https://watchcase.example'),
    act: acts,
    isOurs: () => true,
    log,
    ...more,
    clock,
  });
  return {
    chat,
    act: acts,
    clock,
    logged,
    async timeline(caseId) {
      const rows = await store.db
        .selectFrom('case_events')
        .selectAll()
        .where('case_id', '=', caseId)
        .where('actor', '!=', 'watchcase')
        .orderBy('seq')
        .execute();
      return rows.map(({ kind, actor, text, data }) => {
        const { via, to } = JSON.parse(data) as { via?: string; to?: string };
        return [kind, actor, text, via, to].filter((one) => one !== undefined && one !== '').join(' ');
      });
    },
  };
}
