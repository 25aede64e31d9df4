import type { Page } from '@playwright/test';

export interface FirstRows {
  /** Frames that showed something other than the rows before the first rows: a spinner, ghosts, an empty list. */
  framesBefore: string[];
  /** From the start of the page to the frame with the first rows. */
  ms: number;
}

/**
 * Reloads the page and watches every frame until the list has rows.
 * @param hash where to begin, such as `#/tasks`
 */
export async function watchFirstRows(page: Page, hash: string): Promise<FirstRows> {
  await page.addInitScript(() => {
    // Once a page, however often this was asked for.
    if ('isWatched' in window) return;
    Object.assign(window, { isWatched: true });
    const framesBefore: string[] = [];
    const waiting = '[aria-busy=true], [role=progressbar], .spinning, .grid__row--waiting, .grid__ghost, .empty';
    const look = () => {
      const main = document.querySelector('main');
      const row = main?.querySelector('[role=row]:not(.grid__row--waiting)[id], a.due-row');
      if (row) {
        Object.assign(window, { firstRows: { framesBefore, ms: performance.now() } });
        return;
      }
      const found = document.querySelector(waiting)?.outerHTML.slice(0, 200);
      if (found !== undefined) framesBefore.push(found);
      else if (main) framesBefore.push(`no rows: ${main.textContent.slice(0, 200)}`);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.evaluate((wanted) => {
    location.hash = wanted;
  }, hash);
  await page.reload();
  const found = await page.waitForFunction(() => (window as { firstRows?: FirstRows }).firstRows);
  return (await found.jsonValue()) as FirstRows;
}
