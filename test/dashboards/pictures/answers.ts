import { type Drawn, interpolate, stepMs } from '../interpolate.ts';
import { leastStepMs, type Written } from '../written.ts';

/** Answers of the database as they came: by panel and query. */
export type Answers = Readonly<Record<number, Readonly<Record<string, unknown>>>>;

/** Puts every question of a dashboard's panels to a VictoriaMetrics. Errors: what the database refuses. */
export async function answersOf(url: string, { panels }: Written, drawn: Drawn): Promise<Answers> {
  const answers: Record<number, Record<string, unknown>> = {};
  for (const { id, targets = [], interval } of panels) {
    const own: Record<string, unknown> = {};
    for (const { refId, expr = '', instant } of targets)
      own[refId] = await resultOf(url, expr, instant === true, {
        ...drawn,
        leastStepMs: leastStepMs(interval, drawn.leastStepMs),
      });
    answers[id] = own;
  }
  return answers;
}

async function resultOf(url: string, expr: string, isInstant: boolean, drawn: Drawn): Promise<unknown> {
  const parameters = new URLSearchParams({ query: interpolate(expr, drawn), nocache: '1' });
  if (isInstant) parameters.set('time', String(drawn.to / 1000));
  else {
    parameters.set('start', String(drawn.from / 1000));
    parameters.set('end', String(drawn.to / 1000));
    parameters.set('step', String(stepMs(drawn) / 1000));
  }
  const response = await fetch(`${url}/api/v1/${isInstant ? 'query' : 'query_range'}`, {
    method: 'POST',
    body: parameters,
  });
  const answer = (await response.json()) as { error?: string; data?: { result: unknown } };
  if (answer.data === undefined) throw new Error(`${answer.error ?? response.status} of ${expr}`);
  return answer.data.result;
}
