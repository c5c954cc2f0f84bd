import { channelListSchema, channelTestedSchema, channelTestSchema } from '@watchcase/api';
import { nearestWord, UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { appendAudit } from '../../audit/index.ts';
import { changingOf } from '../changing-of.ts';
import type { HttpRooms } from '../rooms.ts';

/** A channel costs money, and wakes people. */
const LIMIT = { max: 10, timeWindow: '1 minute' };

/** The ways to reach people: what there is, and whether it works. */
export function channelRoutes(app: FastifyInstance, { channels, store, clock, publicUrl }: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/channels',
    { schema: { summary: 'Ways to reach people, as in the config', response: { 200: channelListSchema } } },
    () => ({ items: channels.list().map((one) => ({ ...one, people: [...one.people] })) }),
  );
  typed.post(
    '/channels/:name/test',
    {
      schema: {
        summary: 'Send a real page that says that it is a test, and tell what the other side said',
        params: z.object({ name: z.string().max(400) }),
        body: channelTestSchema,
        response: { 200: channelTestedSchema },
      },
      config: { rateLimit: LIMIT, codes: ['CHANNEL_NOT_FOUND'] },
    },
    async (request) => {
      const { name } = request.params;
      const known = channels.list();
      const channel = known.find((one) => one.name === name);
      if (channel === undefined)
        throw unknown(
          name,
          known.map((one) => one.name),
        );
      const trial = { person: request.asker.name, language: request.body.language, publicUrl: publicUrl() };
      const result = await channels.test(name, trial);
      const { outcome, detail } = result;
      const entry = { subject: `channels/${name}`, act: 'test', before: null, after: { outcome, detail } };
      await store.transaction((tx) => appendAudit(tx, [entry], changingOf(request, clock.now())));
      const waitMs = outcome === 'retry' ? result.retryAfterMs : undefined;
      const retryAfterSeconds = waitMs === undefined ? null : Math.ceil(waitMs / 1000);
      return { name, type: channel.type, outcome, detail, retryAfterSeconds };
    },
  );
}

function unknown(name: string, known: readonly string[]): UserError {
  const meant = nearestWord(name, known);
  return new UserError({
    code: 'CHANNEL_NOT_FOUND',
    place: name,
    message: 'there is no such channel in the config',
    fix: meant === undefined ? `there are: ${known.join(', ')}` : `did you mean "${meant}"?`,
  });
}
