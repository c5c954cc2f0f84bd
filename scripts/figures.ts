import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { figureIds, figureOf, type Language } from '../packages/api/src/index.ts';

/** Where the list of figures is. */
export const figuresFile = fileURLToPath(new URL('../docs/figures.md', import.meta.url));

const units = {
  count: { en: 'cases', 'zh-CN': '单' },
  share: { en: 'share', 'zh-CN': '占比' },
  time: { en: 'mean, median, 90 %', 'zh-CN': '平均、中位、90%' },
  hours: { en: 'hours', 'zh-CN': '小时' },
  money: { en: 'money', 'zh-CN': '金额' },
};

/** The list as it should be (pure). */
export function figuresText(): string {
  return [
    '# Figures',
    '',
    'Made by `npm run generate` of what the code itself says beside each number.',
    '',
    'How the service is judged, in the console under Figures, at `GET /api/v1/figures`, and as a table at `GET /api/v1/figures.csv`. Every number is a function of',
    'the logs of cases and the terms that they were judged by; nothing is counted up anywhere else. A number leads to exactly the cases that it counts',
    '(`GET /api/v1/figures/cases?figure=…`; `part` is `counted`, `of` for all of which it is a share, or `missed` for the others of these).',
    '',
    '**Which cases.** Those that were opened in the period: what happens to them later is told with them, so a period that is over can still change while its cases go on.',
    'A period is `2026`, `2026-Q1`, `2026-03`, `2026-W12` (ISO 8601) or `2026-03-15`, and its days begin and end in `zone`. `customer`, `contract` (`-`: under none)',
    'and `severity` narrow it; `by` tells apart customers, contracts, severities, days, weeks, months, quarters or years. Severity and contract are those a case has',
    'now. Whoever may see only some customers or teams gets the figures of the cases they may see; customers get none of what they do not read (labour, travel, cost).',
    '',
    '**Values.** Of times the mean, the median and what nine of ten did not exceed (the smallest value that so many are not above), in seconds. Shares are 0 to 1, without',
    'a value where there is nothing to be a share of. Money is told by currency.',
    '',
    '## In English',
    '',
    ...tableOf('en'),
    '',
    '## In Chinese',
    '',
    ...tableOf('zh-CN'),
    '',
  ].join('\n');
}

function tableOf(language: Language): string[] {
  const rows = figureIds.map((id) => {
    const { shape, goal, title, text } = figureOf(id);
    const unit = units[shape][language] + (goal === undefined ? '' : ` (≥ ${goal * 100} %)`);
    return [`\`${id}\``, title[language], unit, text[language]].join(' | ');
  });
  return [
    '| id | name | value | what it says |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ];
}

if (import.meta.main) writeFileSync(figuresFile, figuresText());
