/** In this variable a version reads that it is on trial: what becomes of it is told by the one before. */
export const ON_TRIAL = 'WATCHCASE_ON_TRIAL';
