import { presenceSchema, type Presence } from '@watchcase/protocol';
import type { Message } from '../model/index.ts';
import { observeOffset } from './clock-offset.ts';
import { noteLiveEpoch } from './clones.ts';
import type { HostState } from './host-state.ts';
import { answer, type Intake, refuse, refuseOf } from './intake.ts';
import { OWN_STREAM } from './layouts.ts';

/** Takes a host's word about its connection. */
export function takePresence(host: HostState, message: Message, payload: string, intake: Intake): void {
  const presence = parse(payload);
  if (presence === undefined) return refuseOf({ host, intake }, 'malformed', message.arrivedAt);
  if (presence.state === 'online') connect(host, presence, message, intake);
  else disconnect(host, presence, message, intake);
}

function connect(host: HostState, presence: Presence, message: Message, intake: Intake): void {
  if (message.retained && presence.session < host.session) return refuse(intake, 'stale_will');
  host.session = presence.session;
  host.sessionEndedAt = null;
  if (!message.retained) noteLiveEpoch(host, presence.epoch, message.arrivedAt);
  host.liveEpoch = presence.epoch;
  host.intervalMs = presence.intervalMs;
  host.reportedName = presence.name === '' ? host.identity.host : presence.name;
  if (!host.nameGiven) host.name = host.reportedName;
  host.agentVersion = presence.agent;
  host.platform = presence.platform;
  if (!message.retained) {
    host.lastHeardAt = message.arrivedAt;
    host.connectedAt = message.arrivedAt;
    observeOffset(host.offset, {
      differenceMs: message.arrivedAt - presence.time,
      at: message.arrivedAt,
    });
  }
  keepStreams(
    host,
    presence.streams.filter((stream) => stream !== OWN_STREAM),
    intake,
  );
  if (!host.cursors.has(presence.epoch)) host.cursors.set(presence.epoch, 0);
  intake.dirtyHosts.add(host);
  intake.fullAcks.add(host);
  answer(intake, host);
}

/** A will whose session is not the current one is the word of a connection that was replaced since. */
function disconnect(host: HostState, presence: Presence, message: Message, intake: Intake): void {
  if (presence.session !== host.session) return refuse(intake, 'stale_will');
  host.sessionEndedAt ??= message.arrivedAt;
  intake.dirtyHosts.add(host);
}

function keepStreams(host: HostState, streams: readonly string[], intake: Intake): void {
  const gone = [...host.streams.keys()].filter((stream) => !streams.includes(stream));
  for (const stream of gone) {
    host.streams.delete(stream);
    host.latest.delete(stream);
    host.bases.delete(stream);
  }
  for (const stream of streams) if (!host.streams.has(stream)) host.streams.set(stream, '');
  if (gone.length > 0) intake.streams.push({ hostId: host.id, streams: [...streams] });
}

function parse(payload: string): Presence | undefined {
  try {
    return presenceSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
