import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** A thumb's breadth, in pixels of CSS. */
const THUMB = 44;

/** What axe-core calls serious or worse. The page has axe-core. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], elementRef: false })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `  axe ${id} ${target.join(' ')}`));
}

/** What can be counted of what a person would dislike: a page wider than its screen, names of buttons and links that wrap or are cut, places too small for a thumb on a phone. */
export function oddities(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const said = [];
    const isPhone = innerWidth < 760;
    if (document.documentElement.scrollWidth > innerWidth)
      said.push('  is ' + document.documentElement.scrollWidth + ' wide');
    const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0 && !one.closest('.unseen, .skip');
    const words = (one) => (one.innerText || one.ariaLabel || one.name || one.className).trim().replaceAll(/\\s+/g, ' ').slice(0, 50);
    for (const one of document.querySelectorAll('a, button, summary, select, input')) {
      if (!shown(one)) continue;
      const { width, height } = one.getBoundingClientRect();
      const { display, lineHeight } = getComputedStyle(one);
      const isInText = display === 'inline';
      if (isPhone && !isInText && (height < ${THUMB} - 1 || width < ${THUMB} - 4) && !one.closest('label'))
        said.push('  small ' + Math.round(width) + 'x' + Math.round(height) + ' ' + one.tagName + ' ' + words(one));
      if (isInText && one.getClientRects().length > 1) said.push('  wraps ' + one.tagName + ' ' + words(one));
      if (one.tagName === 'BUTTON' && one.children.length === 0 && height > 2.6 * parseFloat(lineHeight) && height > 52)
        said.push('  wraps ' + one.tagName + ' ' + words(one));
    }
    for (const one of document.querySelectorAll('main *'))
      if (shown(one) && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).overflowX !== 'visible' && one.tagName !== 'SELECT' && one.tagName !== 'INPUT')
        said.push('  cut ' + one.tagName + '.' + one.className + ' ' + words(one));
    return [...new Set(said)];
  })()`);
}
