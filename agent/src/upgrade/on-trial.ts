type Environment = Readonly<Record<string, string | undefined>>;

/** The environment in which a version reads that it is on trial: what becomes of it is told by the one before. */
export function trialEnvironment(env: Environment): Environment {
  return { ...env, WATCHCASE_ON_TRIAL: '1' };
}

/** True of a version that runs in it. */
export function isOnTrialIn({ WATCHCASE_ON_TRIAL: mark }: Environment): boolean {
  return mark !== undefined;
}
