import { connect } from 'node:net';
import type { Clock } from '@watchcase/runtime/light';

/** How an attempt to connect ended. */
export type TcpResult =
  | { outcome: 'connected'; seconds: number }
  | { outcome: 'timeout' | 'refused'; reason: string };

/** Connects once and hangs up; looking up the name counts into the time. */
export function connectTcp(
  clock: Clock,
  to: { server: string; port: number; timeoutMs: number },
): Promise<TcpResult> {
  return new Promise((resolve) => {
    const startedAt = clock.monotonic();
    const socket = connect({ host: to.server, port: to.port });
    const end = (result: TcpResult) => {
      timer.cancel();
      socket.destroy();
      resolve(result);
    };
    const timer = clock.after(to.timeoutMs, () => end({ outcome: 'timeout', reason: 'ETIMEDOUT' }));
    socket.on('connect', () =>
      end({ outcome: 'connected', seconds: (clock.monotonic() - startedAt) / 1000 }),
    );
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code ?? error.message;
      end({ outcome: reason === 'ETIMEDOUT' ? 'timeout' : 'refused', reason });
    });
  });
}
