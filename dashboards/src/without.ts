/** The object without these members: what the builders write and Grafana's own schema does not know. */
export function without<T extends object>(object: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name))) as T;
}
