/** In this browser tab: the console that was left for a newer one, by the name of its first file. */
const LEFT = 'watchcase.left';

function ownEntry(): string {
  return document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? '';
}

/** Loads this page anew where the server has another console by now than the one that runs here: its pieces are gone. Gives false where it has not, cannot be asked, or this one came back once already. */
export async function takeNewer(): Promise<boolean> {
  const own = ownEntry();
  try {
    const answer = await fetch('/', { cache: 'no-store', credentials: 'same-origin' });
    if (!answer.ok || (await answer.text()).includes(`"${own}"`)) return false;
    // Two collectors of different versions behind one name must not let a page go round in circles.
    if (sessionStorage.getItem(LEFT) === own) return false;
    sessionStorage.setItem(LEFT, own);
  } catch {
    return false;
  }
  location.reload();
  return true;
}
