/** Builds the answer to "which number has this user": a number as it stands, a name by the lines of /etc/passwd. */
export function createUserIds(readPasswd: () => string): (user: string) => number | null {
  const known = new Map<string, number>();
  return (user) => {
    if (/^\d+$/.test(user)) return Number(user);
    const before = known.get(user);
    if (before !== undefined) return before;
    const line = readPasswd()
      .split('\n')
      .find((entry) => entry.startsWith(`${user}:`));
    if (line === undefined) return null;
    const id = Number(line.split(':')[2]);
    known.set(user, id);
    return id;
  };
}
