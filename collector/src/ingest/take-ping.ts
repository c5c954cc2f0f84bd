import { nameText } from '@watchcase/protocol';
import type { Message } from '../model/index.ts';
import { PING_CHARACTERS, type PingSays } from './commit-ping.ts';
import type { HostState } from './host-state.ts';
import { type Intake, refuseOf } from './intake.ts';

const LONGEST_JOB = 128;
const LINE = /^(?<word>start|success|fail|\d{1,3})[ \t]+(?<job>[^\r\n]+)(?:\r?\n(?<output>[^]*))?$/;

/**
 * Takes a ping by MQTT: its first line is a word and the job, `start erp`, `success erp`, `fail erp` or an exit code, and what follows is what was printed. A retained one was
 * sent once and would come at each start: it is refused.
 */
export function takePing(desk: { host: HostState; intake: Intake }, message: Message): void {
  const { host, intake } = desk;
  const {
    word = '',
    job = '',
    output = '',
  } = LINE.exec(message.payload.toString('utf8').trimEnd())?.groups ?? {};
  const says = saysOf(word);
  const name = nameText(job).slice(0, LONGEST_JOB);
  if (says === undefined || name === '' || message.retained)
    return refuseOf(desk, 'malformed', message.arrivedAt);
  intake.pings.push({
    hostId: host.id,
    job: name,
    says,
    run: null,
    output: output.replaceAll('\0', '').slice(-PING_CHARACTERS),
    at: message.arrivedAt,
    place: intake.pings.length + 1,
  });
}

/** What one of the words, or an exit code from 0 to 255, says of a run; undefined for anything else (pure). */
export function saysOf(word: string): PingSays | undefined {
  if (word === 'start') return { kind: 'start' };
  if (word === 'success') return { kind: 'end', ok: true, exitCode: null };
  if (word === 'fail') return { kind: 'end', ok: false, exitCode: null };
  if (!/^\d{1,3}$/.test(word) || Number(word) > 255) return undefined;
  return { kind: 'end', ok: Number(word) === 0, exitCode: Number(word) };
}
