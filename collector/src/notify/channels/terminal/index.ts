import { z } from 'zod';
import type { SendResult } from '../../../model/index.ts';
import { defineChannel } from '../../contract.ts';
import { boxOf } from './box.ts';

/** Prints a page to standard output, for whoever started the collector by hand. */
export default defineChannel({
  name: 'terminal',
  options: z.strictObject({}),
  capabilities: { idempotencyWindowMs: 5000, timeoutMs: 5000, perMinute: null },
  send(page): Promise<SendResult> {
    return new Promise((resolve) => {
      process.stdout.write(boxOf(page), (error) => {
        resolve(
          error == null
            ? { outcome: 'delivered', detail: 'printed' }
            : { outcome: 'retry', detail: (error as NodeJS.ErrnoException).code ?? 'cannot be written' },
        );
      });
    });
  },
});
