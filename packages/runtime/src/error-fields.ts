/** Causes that are followed; one that is its own cause has no end. */
const MOST_CAUSES = 8;

/** An error as a log line holds it, as pino writes it: kind, message and stack with those of its causes, and what else it carries. */
export function errorFields(error: Error): Record<string, unknown> {
  const chain = causesOf(error);
  const carried = Object.entries(error).filter(([name]) => name !== 'cause');
  return {
    type: error.constructor.name,
    message: chain.map(({ message }) => message).join(': '),
    stack: chain.map(({ stack = '' }) => stack).join('\ncaused by: '),
    ...(error instanceof AggregateError
      ? { aggregateErrors: error.errors.map((one) => (one instanceof Error ? errorFields(one) : one)) }
      : {}),
    ...Object.fromEntries(carried),
  };
}

function causesOf(error: Error): Error[] {
  const chain = [error];
  for (let { cause } = error; cause instanceof Error && chain.length < MOST_CAUSES; { cause } = cause)
    chain.push(cause);
  return chain;
}
