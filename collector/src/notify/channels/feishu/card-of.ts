import type { PageMessage } from '../../../model/index.ts';
import type { PageText } from '../../texts.ts';

const COLOURS = { critical: 'red', major: 'orange', minor: 'yellow', advisory: 'blue' } as const;

/** A page as a card with two buttons that are links (pure). What hosts say stands in plain text, which Feishu does not read as Markdown. */
export function cardOf(
  page: PageMessage,
  text: PageText,
  { at, keyword }: { at: readonly string[]; keyword?: string | undefined },
) {
  const plain = (content: string) => ({ tag: 'plain_text', content });
  const button = (label: string, url: string, type: 'primary' | 'default') => ({
    tag: 'button',
    text: plain(label),
    url,
    type,
  });
  const { severity, recoveredAt } = page.case;
  const mentions = at.map((id) => `<at id=${id}></at>`).join(' ');
  return {
    config: { wide_screen_mode: true },
    header: { title: plain(text.subject), template: recoveredAt === null ? COLOURS[severity] : 'green' },
    elements: [
      ...(text.lines.length === 0 ? [] : [{ tag: 'div', text: plain(text.lines.join('\n')) }]),
      ...(mentions === '' ? [] : [{ tag: 'div', text: { tag: 'lark_md', content: mentions } }]),
      {
        tag: 'action',
        actions: [
          button(text.acknowledge, page.acknowledgeUrl, 'primary'),
          button(text.open, page.caseUrl, 'default'),
        ],
      },
      ...(keyword === undefined ? [] : [{ tag: 'note', elements: [plain(keyword)] }]),
    ],
  };
}
