type Data = Readonly<Record<string, unknown>>;

/** Whom a step asks, as it is typed: `on-duty, lead, team:west` (pure). */
export function targetsText(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return value.map((one) => (typeof one === 'string' ? one : pairsOf(one as Data))).join(', ');
}

/** The same back; what is typed wrong is left for the server to refuse. */
export function targetsOf(text: string): unknown[] {
  return partsOf(text, /[,，]/).map((one) => {
    const [, kind = '', id = ''] = /^(rota|team|person)\s*[:：]\s*(.+)$/.exec(one) ?? [];
    return kind === '' ? one : { [kind]: id };
  });
}

/** Steps of a chain, one a line: `on-duty, lead; 5m; channel: phone; hours: business` (pure). */
export function stepsText(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return (value as Data[])
    .map(({ page, delay, ...more }) => [targetsText(page), String(delay), ...eachPair(more)].join('; '))
    .join('\n');
}

/** The same back; what is typed wrong is left for the server to refuse. */
export function stepsOf(text: string): unknown[] {
  return partsOf(text, /\n/).map((line) => {
    const [page = '', delay = '', ...more] = partsOf(line, /[;；]/);
    const others = more.map((one) => {
      const [name = '', ...rest] = one.split(/[:：]/);
      return [name.trim(), rest.join(':').trim()];
    });
    return { page: targetsOf(page), delay, ...(Object.fromEntries(others) as Data) };
  });
}

/** Who somebody is where pages are answered by chat: `telegram:12345678, slack:U0123` (pure). */
export function chatsText(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return (value as { service: string; user: string }[])
    .map(({ service, user }) => `${service}:${user}`)
    .join(', ');
}

/** The same back; what is typed wrong is left for the server to refuse. */
export function chatsOf(text: string): unknown[] {
  return partsOf(text, /[,，\n]/).map((one) => {
    const [service = '', ...user] = one.split(/[:：]/);
    return { service: service.trim(), user: user.join(':').trim() };
  });
}

function partsOf(text: string, between: RegExp): string[] {
  return text
    .split(between)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function pairsOf(record: Data): string {
  return Object.entries(record)
    .map(([name, value]) => `${name}:${String(value)}`)
    .join(' ');
}

function eachPair(record: Data): string[] {
  return Object.entries(record).map(([name, value]) => `${name}: ${String(value)}`);
}
