import type { ServerResponse } from 'node:http';
import { liveQuerySchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Asker, hashSecret } from '../../access/index.ts';
import { changeFor } from '../change-for.ts';
import { identify, SESSION_COOKIE } from '../authenticate.ts';
import type { HttpRooms } from '../rooms.ts';

const HEARTBEAT_MS = 15_000;
/** Changes are gathered this long: a listener hears at most four times a second. */
const GATHER_MS = 250;
const MOST_LISTENERS = 200;
/** A listener that reads slower than this is cut off; it comes back and reads everything anew. */
const MOST_WAITING_BYTES = 1_048_576;
/** What waits for all of them together; beyond it the slowest are cut off. */
const MOST_WAITING_IN_ALL_BYTES = 8_388_608;

/** What has changed, as server-sent events. */
export function liveRoute(app: FastifyInstance, rooms: HttpRooms): void {
  const listeners = new Set<ServerResponse>();
  app.get(
    '/live',
    {
      // Asked with HEAD it would take a place and never end.
      exposeHeadRoute: false,
      schema: {
        summary: 'Which hosts and cases change (server-sent events)',
        querystring: liveQuerySchema,
        produces: ['text/event-stream'],
        response: { 200: z.string().describe('Comments, and lines of data') },
      },
      config: { codes: ['LIVE_FULL'] },
    },
    (request, reply) => {
      if (listeners.size >= MOST_LISTENERS)
        throw new UserError({
          code: 'LIVE_FULL',
          place: 'live',
          message: 'too many listeners',
          fix: 'close other consoles, or ask again in a while',
        });
      listeners.add(reply.raw);
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      });
      const { hosts } = request.query as z.output<typeof liveQuerySchema>;
      const stop = follow(rooms, { asker: request.asker, of: wantedHosts(hosts) }, (text) => {
        if (reply.raw.writableLength > MOST_WAITING_BYTES) reply.raw.destroy();
        else if (!reply.raw.write(text)) boundAll(listeners);
      });
      const forget = endWithSession(rooms, request, () => reply.raw.destroy());
      reply.raw.once('close', () => {
        listeners.delete(reply.raw);
        stop();
        forget();
      });
    },
  );
}

/** Cuts off the slowest while more waits for all listeners than may. */
function boundAll(listeners: ReadonlySet<ServerResponse>): void {
  const waiting = [...listeners].toSorted((a, b) => b.writableLength - a.writableLength);
  let bytes = waiting.reduce((sum, { writableLength }) => sum + writableLength, 0);
  for (const slowest of waiting) {
    if (bytes <= MOST_WAITING_IN_ALL_BYTES) return;
    bytes -= slowest.writableLength;
    slowest.destroy();
  }
}

/**
 * Calls `end` once whoever asked may not ask any more: at once when the session is closed here, within a beat when it has expired, or was closed at another
 * collector. Gives what ends the watch.
 */
function endWithSession(rooms: HttpRooms, request: FastifyRequest, end: () => void): () => void {
  const { access, clock } = rooms;
  let watching = clock.after(HEARTBEAT_MS, look);
  let stopped = false;
  const stop = () => {
    stopped = true;
    watching.cancel();
    unsubscribe();
  };
  const own = request.cookies[SESSION_COOKIE];
  const unsubscribe = access.keys.onClosed((hash) => {
    if (own !== undefined && hash === hashSecret(own)) end();
  });

  function look(): void {
    identify(rooms, request)
      // Nobody can say while the database is away.
      .catch(() => request.asker)
      .then((asker) => {
        if (stopped) return undefined;
        if (asker === undefined) return end();
        watching = clock.after(HEARTBEAT_MS, look);
        return undefined;
      })
      .catch(() => undefined);
  }
  return stop;
}

/** Whether a listener wants to hear of a host. */
type IsWanted = (host: string) => boolean;

function wantedHosts(named: string | undefined): IsWanted {
  if (named === undefined) return () => true;
  const ids = new Set(named.split(','));
  return (host) => ids.has(host);
}

function follow(
  rooms: HttpRooms,
  { asker, of }: { asker: Asker; of: IsWanted },
  write: (text: string) => void,
): () => void {
  const hosts = new Set<string>();
  const cases = new Set<number>();
  const forCustomers = new Set<number>();
  let gathering: { cancel(): void } | undefined;
  let heartbeat = rooms.clock.after(HEARTBEAT_MS, beat);
  write(': welcome\n\n');

  function beat(): void {
    write(': still here\n\n');
    heartbeat = rooms.clock.after(HEARTBEAT_MS, beat);
  }

  function tell(): void {
    gathering = undefined;
    const change = { hosts: [...hosts], cases: [...cases], forCustomers: [...forCustomers] };
    for (const told of [hosts, cases, forCustomers]) told.clear();
    void changeFor(rooms, asker, change)
      .then((theirs) => (theirs === undefined ? undefined : write(`data: ${JSON.stringify(theirs)}\n\n`)))
      // Nobody can say whose they are while the database is away; the next beat finds whoever listens.
      .catch(() => undefined);
  }

  const unsubscribe = rooms.subscribe((change) => {
    for (const host of change.hosts) if (of(host)) hosts.add(host);
    for (const one of change.cases) cases.add(one);
    for (const one of change.forCustomers) forCustomers.add(one);
    if (hosts.size + cases.size > 0) gathering ??= rooms.clock.after(GATHER_MS, tell);
  });
  return () => {
    unsubscribe();
    heartbeat.cancel();
    gathering?.cancel();
  };
}
