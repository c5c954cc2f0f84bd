import type { Language } from '@watchcase/api';
import { type Clock, type Log, machineZone } from '@watchcase/runtime';
import type { PageMessage, SendResult } from '../model/index.ts';
import type { ChannelInstance } from './config.ts';
import { sendOnce } from './send-once.ts';

/** Who tries a channel out, and what they read. */
export interface Trial {
  person: string;
  language: Language;
  /** Where the console is: both links of the page lead there, since no case is behind it. */
  publicUrl: string;
  /** A code that they are to type in; the page says it in place of being a test. */
  code?: string;
  /** Where, of somebody with an address of their own. */
  address?: string;
}

const titles = {
  en: (name: string) => `Test of the channel ${name}`,
  'zh-CN': (name: string) => `通道 ${name} 测试`,
} as const;

/** Short enough for a variable of any approved text message. */
const codeTitles = {
  en: (code: string) => `Code ${code}`,
  'zh-CN': (code: string) => `验证码 ${code}`,
} as const;

/**
 * Sends a real page that says that it is a test, once, and tells what the other side said. It rings as a critical one does. Nothing is kept of it; the limit of the
 * channel's minute does not count it.
 */
export async function tryChannel(
  instance: ChannelInstance,
  { person, language, publicUrl, code, address }: Trial,
  { clock, log }: { clock: Clock; log: Log },
): Promise<SendResult> {
  const now = clock.now();
  const page: PageMessage = {
    key: `test-${now}-${encodeURIComponent(instance.name)}`,
    reason: code === undefined ? 'test' : 'code',
    person,
    address: address ?? null,
    case: {
      id: 0,
      number: 'C-0',
      title: code === undefined ? titles[language](instance.name) : codeTitles[language](code),
      severity: 'critical',
      category: 'software',
      customer: 'Watchcase',
      site: null,
      host: null,
      openedAt: new Date(now).toISOString(),
      recoveredAt: null,
    },
    respondBy: null,
    missed: [],
    facts: [],
    known: null,
    outside: null,
    runbook: null,
    acknowledgeUrl: publicUrl,
    caseUrl: publicUrl,
    language,
    zone: machineZone(),
  };
  try {
    return await sendOnce(instance, page, { clock, signal: new AbortController().signal });
  } catch (error) {
    log.error({ channel: instance.name, err: error }, 'a channel threw instead of answering');
    return { outcome: 'failed', detail: 'the channel failed unexpectedly, see the log' };
  }
}
