import type { ShippedDays } from './days.ts';

const [NEW_YEAR, SPRING, QINGMING, LABOUR, DRAGON_BOAT, MID_AUTUMN, NATIONAL] = [
  '元旦',
  '春节',
  '清明节',
  '劳动节',
  '端午节',
  '中秋节',
  '国庆节',
] as const;

/**
 * Mainland China as the State Council announced 2024, 2025 and 2026; from then on the 13 days that the law fixes since 2025. What is announced for 2027 moves
 * further days and names the working days for them.
 */
export const china: ShippedDays = {
  // The notice for a year has come between October and the middle of November.
  coverage: { from: '2024-01-01', until: '2026-12-31', tellFrom: '2026-11-15' },
  off: [
    { date: '2024-01-01', name: NEW_YEAR },
    { date: '2024-02-10', to: '2024-02-17', name: SPRING },
    { date: '2024-04-04', to: '2024-04-06', name: QINGMING },
    { date: '2024-05-01', to: '2024-05-05', name: LABOUR },
    { date: '2024-06-10', name: DRAGON_BOAT },
    { date: '2024-09-15', to: '2024-09-17', name: MID_AUTUMN },
    { date: '2024-10-01', to: '2024-10-07', name: NATIONAL },
    { date: '2025-01-01', name: NEW_YEAR },
    { date: '2025-01-28', to: '2025-02-04', name: SPRING },
    { date: '2025-04-04', to: '2025-04-06', name: QINGMING },
    { date: '2025-05-01', to: '2025-05-05', name: LABOUR },
    { date: '2025-05-31', to: '2025-06-02', name: DRAGON_BOAT },
    { date: '2025-10-01', to: '2025-10-08', name: NATIONAL },
    { date: '2026-01-01', to: '2026-01-03', name: NEW_YEAR },
    { date: '2026-02-15', to: '2026-02-23', name: SPRING },
    { date: '2026-04-04', to: '2026-04-06', name: QINGMING },
    { date: '2026-05-01', to: '2026-05-05', name: LABOUR },
    { date: '2026-06-19', to: '2026-06-21', name: DRAGON_BOAT },
    { date: '2026-09-25', to: '2026-09-27', name: MID_AUTUMN },
    { date: '2026-10-01', to: '2026-10-07', name: NATIONAL },
  ],
  makeUp: [
    { date: '2024-02-04', name: SPRING },
    { date: '2024-02-18', name: SPRING },
    { date: '2024-04-07', name: QINGMING },
    { date: '2024-04-28', name: LABOUR },
    { date: '2024-05-11', name: LABOUR },
    { date: '2024-09-14', name: MID_AUTUMN },
    { date: '2024-09-29', name: NATIONAL },
    { date: '2024-10-12', name: NATIONAL },
    { date: '2025-01-26', name: SPRING },
    { date: '2025-02-08', name: SPRING },
    { date: '2025-04-27', name: LABOUR },
    { date: '2025-09-28', name: NATIONAL },
    { date: '2025-10-11', name: NATIONAL },
    { date: '2026-01-04', name: NEW_YEAR },
    { date: '2026-02-14', name: SPRING },
    { date: '2026-02-28', name: SPRING },
    { date: '2026-05-09', name: LABOUR },
    { date: '2026-09-20', name: NATIONAL },
    { date: '2026-10-10', name: NATIONAL },
  ],
  fixed: [
    { on: '01-01', name: NEW_YEAR },
    { on: 'lunar 01-01-1', name: SPRING },
    { on: 'lunar 01-01', name: SPRING },
    { on: 'lunar 01-02', name: SPRING },
    { on: 'lunar 01-03', name: SPRING },
    { on: 'qingming', name: QINGMING },
    { on: '05-01', name: LABOUR },
    { on: '05-02', name: LABOUR },
    { on: 'lunar 05-05', name: DRAGON_BOAT },
    { on: 'lunar 08-15', name: MID_AUTUMN },
    { on: '10-01', name: NATIONAL },
    { on: '10-02', name: NATIONAL },
    { on: '10-03', name: NATIONAL },
  ],
};
