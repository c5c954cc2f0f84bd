/** A day in milliseconds: the longest step between a short reading and its base. */
export const DAY_MS = 86_400_000;

/** Last millisecond of the year 9999: what comes later is no time anybody can print. */
export const MAX_TIME_MS = 253_402_300_799_999;

/** Highest sequence number: an epoch that counted a million messages a second would need nine years. Sums of two are exact. */
export const MAX_SEQ = 2 ** 48;

/** Of so many live readings one is sent at least: what is further apart leaves gaps, over which no rule counts time. */
export const MOST_SLOW_DOWN = 3;

/** Where a host that can be told to slow down says how much it does. */
export const SLOW_DOWN_SERIES = { measurement: 'internal_agent', field: 'slow_down' } as const;

/** Where a host says that its agent takes another version of itself from the collector. */
export const UPGRADES_SERIES = { measurement: 'internal_agent', field: 'upgrades' } as const;

/** Bounds of the wire; whatever exceeds them is refused and counted. Sizes in bytes, times in milliseconds. */
export const LIMITS = {
  /** Largest MQTT payload of any kind. */
  messageBytes: 256 * 1024,
  /** Most series in one layout. */
  layoutSeries: 4096,
  /** Most new layouts of one host in 24 hours. */
  layoutsPerDay: 200,
  /** Most streams a host may keep. */
  streams: 16,
  /** Most backup jobs a host may report. */
  backupJobs: 256,
  /** Most locations of one job's copies. */
  backupLocations: 16,
  /** Most checks of one restore drill. */
  drillChecks: 64,
  /** Most things that cannot be read which a host tells of. */
  unread: 64,
  /** Longest measurement, tag or field name. */
  nameLength: 128,
  /** Longest tag value. */
  tagLength: 512,
  /** Samples older than this on arrival are history only: they never change a live alert. */
  latenessMs: 120_000,
  /** A quiet reading is acknowledged after this time at the latest, or when so many are owed an answer; everything else at once. */
  answerMs: 45_000,
  answerReadings: 4,
  /** A host's clock may be off by this much before its samples are placed on corrected time. */
  clockToleranceMs: 30_000,
} as const;
