import { type Context, createContext, Script } from 'node:vm';

/** Ordinary patterns take microseconds; `a.*b` takes hours over a megabyte of a. */
const LIMIT_MS = 500;

const script = new Script('expression.test(text)');
let room: Context | undefined;

/**
 * Whether a pattern is found in a text that comes from elsewhere. A search that has not ended after `limitMs` is broken off and gives `too-long`: nothing else that the agent
 * does waits longer for it. It costs a fraction of a millisecond more than the search alone.
 */
export function matchInTime(expression: RegExp, text: string, limitMs = LIMIT_MS): boolean | 'too-long' {
  room ??= createContext({});
  Object.assign(room, { expression, text });
  try {
    return script.runInContext(room, { timeout: limitMs }) === true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too-long';
    throw error;
  } finally {
    room['text'] = '';
  }
}
