import { connect } from 'node:net';
import type { Clock } from '@watchcase/runtime';

/** How an attempt to connect ended. */
export type TcpResult =
  | { outcome: 'connected'; seconds: number }
  | { outcome: 'timeout' | 'refused'; reason: string };

/** Connects once and hangs up. */
export function connectTcp(
  clock: Clock,
  to: { server: string; port: number; timeoutMs: number },
): Promise<TcpResult> {
  return new Promise((resolve) => {
    const startedAt = clock.monotonic();
    const socket = connect({ host: to.server, port: to.port, timeout: to.timeoutMs });
    const end = (result: TcpResult) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () =>
      end({ outcome: 'connected', seconds: (clock.monotonic() - startedAt) / 1000 }),
    );
    socket.once('timeout', () => end({ outcome: 'timeout', reason: 'ETIMEDOUT' }));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end({ outcome: 'refused', reason: error.code ?? error.message }),
    );
  });
}
