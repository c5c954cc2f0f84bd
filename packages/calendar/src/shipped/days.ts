/** Days of a country as they were announced, and those that its law fixes. A released version is never changed. */
export interface ShippedDays {
  off: readonly { date: string; to?: string; name: string }[];
  makeUp: readonly { date: string; name: string }[];
  fixed: readonly { on: string; name: string }[];
  coverage?: { from: string; until: string; tellFrom?: string };
}
