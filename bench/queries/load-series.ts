import type { Course } from './courses.ts';
import type { FleetSeries } from './fleet-series.ts';

/** Of which span, by the database's clock. */
export interface Span {
  /** Unix milliseconds. */
  readonly to: number;
  readonly hours: number;
}

const CHUNK_BYTES = 4 * 2 ** 20;
/** Requests under way: the database uses as many processors. */
const AT_ONCE = 2;

/** Puts the series into a VictoriaMetrics by its import API; gives how many series and points there were. */
export async function loadSeries(
  url: string,
  all: Iterable<FleetSeries>,
  span: Span,
): Promise<{ series: number; points: number }> {
  const written = createWriter(span);
  const underWay = new Set<Promise<void>>();
  let series = 0;
  let points = 0;
  let chunk: string[] = [];
  let bytes = 0;
  const send = async () => {
    const body = chunk.join('');
    chunk = [];
    bytes = 0;
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    const request = post(`${url}/api/v1/import`, body).finally(() => underWay.delete(request));
    underWay.add(request);
  };
  for (const one of all) {
    const line = written(one);
    series++;
    points += line.points;
    chunk.push(line.text);
    bytes += line.text.length;
    if (bytes >= CHUNK_BYTES) await send();
  }
  await send();
  await Promise.all(underWay);
  await fetch(`${url}/internal/force_flush`);
  return { series, points };
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new Error(`the import answers ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

/** Writes series as lines of the import; what many have in common is written once. */
function createWriter({ to, hours }: Span): (series: FleetSeries) => { text: string; points: number } {
  const times = new Map<number, { text: string; count: number }>();
  const values = new Map<string, string>();
  const spanSeconds = hours * 3600;
  const timesOf = (step: number) => {
    const known = times.get(step);
    if (known !== undefined) return known;
    const count = Math.floor(spanSeconds / step);
    const list = Array.from({ length: count }, (_, index) => to - (count - 1 - index) * step * 1000);
    const made = { text: list.join(','), count };
    times.set(step, made);
    return made;
  };
  return ({ metric, course, stepSeconds, agoSeconds = 0 }) => {
    const head = `{"metric":${JSON.stringify(metric)},"values":[`;
    if (stepSeconds === 0)
      return { text: `${head}${course.from}],"timestamps":[${to - agoSeconds * 1000}]}\n`, points: 1 };
    const { text, count } = timesOf(stepSeconds);
    const key = `${course.kind} ${course.from} ${course.to} ${stepSeconds}`;
    let own = values.get(key);
    if (own === undefined) {
      own = valuesOf(course, count, stepSeconds).join(',');
      values.set(key, own);
    }
    return { text: `${head}${own}],"timestamps":[${text}]}\n`, points: count };
  };
}

/** The values of a course, one a step: always the same ones. */
function valuesOf({ kind, from, to }: Course, count: number, step: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const seconds = index * step;
    if (kind === 'grow') return Math.round((from + to * seconds) * 100) / 100;
    if (kind === 'saw') return (seconds + (to / 7) * 3) % to;
    if (kind === 'same') return from;
    const slow = Math.sin(seconds / 5400 + from);
    const quick = Math.sin(index * 2.4 + from) * Math.sin(index * 0.37);
    const places = kind === 'count' ? 1 : 1000;
    return Math.max(0, Math.round((from + to * (0.7 * slow + 0.3 * quick)) * places) / places);
  });
}
