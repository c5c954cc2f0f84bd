import type { PageMessage } from '../../../model/index.ts';
import type { PageText } from '../../texts.ts';

const COLOURS = { critical: 'red', major: 'orange', minor: 'yellow', advisory: 'blue' } as const;

/** A page as a card with two buttons (pure): links, and with `reply` one that says that to the app. What hosts say stands in plain text, which Feishu does not read as Markdown. */
export function cardOf(
  page: PageMessage,
  text: PageText,
  { at, keyword, reply }: { at: readonly string[]; keyword?: string | undefined; reply?: string | undefined },
) {
  const plain = (content: string) => ({ tag: 'plain_text', content });
  const button = (label: string, leads: object, type: 'primary' | 'default') => ({
    tag: 'button',
    text: plain(label),
    ...leads,
    type,
  });
  const acknowledges = reply === undefined ? { url: page.acknowledgeUrl } : { value: { command: reply } };
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
          button(text.acknowledge, acknowledges, 'primary'),
          button(text.open, { url: page.caseUrl }, 'default'),
        ],
      },
      ...text.others.map(({ label, url }) => ({
        tag: 'action',
        actions: [button(label, { url }, 'default')],
      })),
      ...(keyword === undefined ? [] : [{ tag: 'note', elements: [plain(keyword)] }]),
    ],
  };
}
