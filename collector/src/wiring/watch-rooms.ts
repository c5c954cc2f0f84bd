import type { Alerts } from '../alerts/index.ts';
import type { Membership } from '../membership/index.ts';
import { SYNTHETIC } from '../model/index.ts';
import { countPresence, queueAge, queueOf } from './figures.ts';
import type { AskedRooms } from './http-rooms.ts';

/** Lets the figures ask the rooms how they stand, whenever somebody reads them. */
export function watchRooms(
  rooms: Pick<
    AskedRooms,
    | 'metrics'
    | 'ingest'
    | 'rules'
    | 'watch'
    | 'broker'
    | 'flow'
    | 'load'
    | 'commits'
    | 'history'
    | 'tls'
    | 'clock'
  > & { alerts: Alerts; membership: Membership },
): void {
  const { ingest, flow, clock, history } = rooms;
  rooms.metrics.watch({
    hosts: () => countPresence(ingest.hosts()),
    alerts: rooms.alerts.count,
    rules: () => rooms.rules.ties().filter(({ rule }) => rule !== SYNTHETIC.rule),
    connectedClients: rooms.broker.connectedClients,
    certificateUntil: rooms.tls.expiresAt,
    turnQueue: () => queueAge(flow, clock),
    slowDown: rooms.load.slowDown,
    committing: rooms.commits.ageMs,
    shards: rooms.membership.figures,
    historyQueue: () => queueOf(history),
    watching: rooms.watch.figures,
  });
}
