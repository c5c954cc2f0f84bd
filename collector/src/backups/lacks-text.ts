import type { Lacks } from '@watchcase/backup';

/** More places are not named in a title, nor more of their names. */
const MOST = { places: 2, characters: 60 } as const;

const words = {
  en: {
    nothing: 'nothing is missing',
    all: 'no place has a copy that is new enough',
    second: 'a second place is missing',
    secondAway: 'a second place is missing, off-site or off-line',
    away: 'no copy is off-site or off-line',
    old: (places: string) => ` (too old: ${places})`,
    between: ', ',
  },
  'zh-CN': {
    nothing: '不缺任何一项',
    all: '没有任何位置的副本足够新',
    second: '缺少第二个存放位置',
    secondAway: '缺少第二个存放位置（异地或离线）',
    away: '没有异地或离线的副本',
    old: (places: string) => `（过旧：${places}）`,
    between: '、',
  },
} as const;

/** What 3-2-1 lacks, and which places it would have had, as the end of a title (pure). */
export function lacksText(lacks: Lacks | null, language: 'en' | 'zh-CN'): string {
  const { nothing, all, second, secondAway, away, old, between } = words[language];
  if (lacks === null) return nothing;
  const what = lacks.places >= 2 ? all : lacks.places === 0 ? away : lacks.away ? secondAway : second;
  if (lacks.old.length === 0) return what;
  const named = lacks.old
    .slice(0, MOST.places)
    .map((place) => Array.from(place).slice(0, MOST.characters).join(''));
  return what + old([...named, ...(lacks.old.length > MOST.places ? ['…'] : [])].join(between));
}
