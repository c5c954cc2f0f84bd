/** Puts text on the clipboard; where the browser forbids it (plain HTTP), selects `element` so that the reader can copy it. True when copied. */
export async function copyText(text: string, element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return false;
  }
}
