import { existsSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Seen } from './outcomes.ts';
import { type Recorder, recorder } from './recorder.ts';
import { type Command, taken, type Workshop } from './workshop.ts';

/** A program that dumps a database of which `large` is most. */
interface Dumper {
  tool: string;
  /** Of the database, or of one of another name. */
  dump(file: string, database?: string): Command;
  /** To standard output. */
  printed: Command;
  failure: RegExp;
  /** A dump of so many bytes is cut off. */
  half: number;
  /** How a drill brings it back. */
  plan: object;
  /** What a drill says of one that is cut off. */
  cut: RegExp;
  shrink(): unknown;
  /** What only it can be brought to. */
  further?(it: Recorder): Promise<void>;
}

/** Dumps, through all that can become of them. */
export async function seeDumps(shop: Workshop, of: Dumper): Promise<Seen> {
  const { at, copy } = shop;
  const dumps = at('dumps');
  mkdirSync(dumps, { mode: 0o755 });
  const options = (folder: string) => ({ patterns: [`${folder}/*`], settle: '0s' });
  const it = recorder(shop, { tool: of.tool, reader: 'dumps', home: dumps, options });
  const planOf = (folder: string) => ({ ...of.plan, options: { file: join(folder, '*') } });

  await it.run('good', of.dump('dumps/1'));
  await it.drill(planOf(dumps));
  await it.run('identical', of.dump('dumps/2'));
  const [second, broken] = [copy(dumps, 'second'), copy(dumps, 'broken')];
  await it.lose(second, () => ['1', '2'].forEach((name) => rmSync(join(second, name))));
  for (const name of ['1', '2']) truncateSync(join(broken, name), of.half);
  await it.spoilt(broken);
  await it.drill(planOf(broken), of.cut);
  await of.further?.(it);
  await it.run('failed', of.dump('dumps/3', 'gone'), { failure: of.failure });
  rmSync(join(dumps, '3'), { force: true });
  const half = join(dumps, '4');
  await it.breakOff(
    { ...of.printed, argv: [...taken(half, of.half), ...of.printed.argv] },
    () => existsSync(half) && statSync(half).size === of.half,
  );
  rmSync(half);
  of.shrink();
  await it.run('shrunken', of.dump('dumps/5'));
  return it.seen();
}
