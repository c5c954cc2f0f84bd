/** Of an object whose time it could not read rclone says so and takes the present moment for it; its exit code is 0. */
const UNREAD = /Failed to read metadata: /;
const GONE = /\b(?:NOTICE|ERROR)\s*: (.*): Failed to read metadata: object not found$/;

/**
 * The paths of what was deleted while the list was made, by what `rclone lsjson` said of itself (pure); undefined when the time of something that is still there was
 * not read: the list would call it new for ever.
 */
export function goneMeanwhile(stderr: string): ReadonlySet<string> | undefined {
  const unread = stderr.split('\n').filter((line) => UNREAD.test(line));
  const gone = unread.flatMap((line) => GONE.exec(line)?.[1] ?? []);
  return gone.length === unread.length ? new Set(gone) : undefined;
}
