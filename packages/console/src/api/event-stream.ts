/** Cuts the text of server-sent events, as it arrives, into the data of whole events; comments are dropped. */
export function createEventReader(): (chunk: string) => string[] {
  let rest = '';
  return (chunk) => {
    const blocks = (rest + chunk).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const data = block
        .split(/\r?\n/)
        .flatMap((line) => /^data: ?(?<text>.*)$/.exec(line)?.groups?.['text'] ?? []);
      return data.length === 0 ? [] : [data.join('\n')];
    });
  };
}
