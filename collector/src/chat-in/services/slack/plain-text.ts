/** What Slack sends as people have typed it (pure): without who was mentioned, its three signs as they are. */
export function plainText(text: string): string {
  return text
    .replaceAll(/<@[^>]*>/g, '')
    .replaceAll(/<[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
