/** Why restic ended, in its own words, and the last words of the program by which it reaches the storage (ssh, rclone). */
export interface ExitReason {
  sentence: string;
  helper: string;
}

const helperLine = /^(?:subprocess \w+|rclone): (.*)$/;

/**
 * Reads what restic wrote to standard error. The sentence goes from the line that says why it ended (JSON in restic 0.17 and later, before it `Fatal: …`) to the
 * end; without such a line it is everything.
 */
export function exitReason(stderr: string): ExitReason {
  const lines = stderr
    .split('\n')
    .map((line) => exitMessageOf(line) ?? line.trim())
    .filter((line) => line !== '');
  // Usually they stand before, but the two write at the same time.
  const helper = lines.flatMap((line) => helperLine.exec(line)?.[1] ?? []).at(-1) ?? '';
  const fatal = lines.findIndex((line) => line.startsWith('Fatal:'));
  return {
    sentence: lines
      .slice(Math.max(0, fatal))
      .join(' ')
      .replace(/^Fatal: /, ''),
    helper,
  };
}

/** The last line that a pattern finds; empty when there is none. */
export function lastLineAbout(stderr: string, pattern: RegExp): string {
  return stderr.split('\n').findLast((line) => pattern.test(line)) ?? '';
}

function exitMessageOf(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { message_type: type, message } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return type === 'exit_error' && typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
