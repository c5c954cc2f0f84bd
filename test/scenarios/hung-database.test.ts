import { describeWith, eventually } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { startCollector } from '../harness/collector.ts';
import { startPostgres } from '../harness/postgres.ts';

const TAKES_LONG = /^a commit has taken \d+ s and is not done/;

describeWith('postgres', 'a database that hangs', () => {
  it('is told by /readyz and /metrics, and all goes on when it is back', { timeout: 240_000 }, async () => {
    const postgres = await startPostgres();
    const collector = await startCollector({
      config: { store: { kind: 'postgres', url: postgres.url } },
      startMs: 90_000,
    });
    const ready = async () => {
      const answer = await fetch(`${collector.url}/readyz`);
      return { status: answer.status, body: (await answer.json()) as { reasons: string[] } };
    };
    expect((await ready()).status).toBe(200);
    // Each connection is a process of its own. One that begins meanwhile is there the second time, and then none can begin.
    const stopAll = () => postgres.processes().map((pid) => process.kill(pid, 'SIGSTOP') && pid);
    const processes = [...new Set([...stopAll(), ...stopAll()])];
    try {
      const hung = await eventually(
        async () => {
          const now = await ready();
          return now.status === 503 && now.body.reasons.some((one) => TAKES_LONG.test(one)) ? now : undefined;
        },
        { timeoutMs: 60_000 },
      );
      expect(hung.body).toMatchObject({
        ok: false,
        reasons: expect.arrayContaining([expect.stringMatching(TAKES_LONG)]),
        queue: { messages: expect.any(Number), ageSeconds: expect.any(Number) },
      });
      const figures = await (await fetch(`${collector.url}/metrics`)).text();
      expect(Number(/^watchcase_committing_seconds (\S+)$/m.exec(figures)?.[1])).toBeGreaterThan(10);
      expect(figures).toMatch(/^watchcase_turn_queue_age_seconds \d/m);
    } finally {
      for (const pid of processes) process.kill(pid, 'SIGCONT');
    }
    await eventually(async () => (await ready()).status === 200, { timeoutMs: 60_000 });
    await collector.stop();
    await postgres.stop();
  });
});
