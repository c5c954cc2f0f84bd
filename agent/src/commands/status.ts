import { isStateLocked } from '../outbox/index.ts';
import { type AgentStatus, readStatusFile } from '../selfcheck/read-status.ts';
import { formatBytes, formatSeconds } from './format-value.ts';
import { type CommandNeeds, type Options, stateFolder } from './needs.ts';

/** `status`: how the agent on this state folder stands. 1 when it does not run, is not connected, or has refused a newer config. */
export function statusCommand(options: Options, needs: CommandNeeds): number {
  const state = stateFolder(options, needs);
  const running = isStateLocked(state);
  const status = running ? readStatusFile(state) : undefined;
  const connected = status?.connection.state === 'connected';
  if (options.json) needs.print(JSON.stringify({ running, ...status }, null, 2));
  else if (status === undefined)
    needs.print(running ? 'the agent is starting' : `no agent is running on ${state}`);
  else needs.print(describe(status, needs.clock.now()));
  return connected && status.refusedConfig === undefined ? 0 : 1;
}

function describe(status: AgentStatus, now: number): string {
  const { connection, outbox, failing, remarks, refusedConfig } = status;
  const ago = (time: number) => `${formatSeconds(Math.max(0, (now - time) / 1000))} ago`;
  const rows: [string, string][] = [
    ['host', `${status.host}, agent ${status.version}, process ${status.pid}`],
    ['running', `since ${new Date(status.startedAt).toISOString()}`],
    ['connection', describeConnection(status, ago)],
    ['last acknowledged', connection.lastAckAt === null ? 'not yet' : ago(connection.lastAckAt)],
    [
      'outbox',
      `${outbox.messages} messages, ${formatBytes(outbox.bytes)}${outbox.writable ? '' : ', the disk takes no more'}`,
    ],
    ['dropped', `${outbox.droppedReadings} readings, ${outbox.droppedEvents} events`],
    ['epoch', `${outbox.epoch}, ${outbox.backlogEpochs} older waiting`],
    ['streams', status.streams.join(', ')],
    ...leftOut(status),
    [
      'config',
      refusedConfig === undefined
        ? 'in service'
        : `a newer one was refused ${ago(refusedConfig.since)}; an old one is in service`,
    ],
    ['not readable', failing.length === 0 ? 'nothing' : ''],
  ];
  return [
    ...rows.flatMap(([name, value]) => [
      `${name.padEnd(18)} ${value}`.trimEnd(),
      ...(name === 'config' ? (refusedConfig?.faults ?? []).map((fault) => `  ${fault}`) : []),
    ]),
    ...failing.map(({ name, error, since }) => `  ${name}: ${error} (since ${ago(since)})`),
    ...(remarks.length === 0 ? [] : ['to know']),
    ...remarks.map(({ name, remark }) => `  ${name}: ${remark}`),
  ].join('\n');
}

/** Told only where there is something to tell. */
function leftOut({ leftOut: count }: AgentStatus): [string, string][] {
  return count === 0 ? [] : [['left out', `${count} series: they are too many, or come and go too often`]];
}

function describeConnection({ connection, url }: AgentStatus, ago: (time: number) => string): string {
  const since = ago(connection.since);
  if (connection.state === 'connected') return `connected to ${url} since ${since}`;
  const what = connection.state === 'rejected' ? 'credential rejected by' : 'not connected to';
  return `${what} ${url} since ${since}: ${connection.reason}`;
}
