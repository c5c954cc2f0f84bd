const NOBODY = 65_534;

/** Does `work` as a user without rights; tests run as root in places, and root may read everything. Not for two at once. */
export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
