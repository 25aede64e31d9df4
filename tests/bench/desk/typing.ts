import type { Locator, Page } from '@playwright/test';
import type { FerryBridge } from '#app/contract/events.ts';

const LETTERS = 'Reconcile the ledgers of the second quarter and call';
const KEY_DELAY_MS = 40;
const WORDS = ['reconcile', 'payroll', 'check with', 'annual', 'prepare the'];

/** From the press of each key to the frame that shows its letter, in ms. */
export async function timeLetters(page: Page, field: Locator): Promise<number[]> {
  await field.fill('');
  const times = await field.evaluateHandle((element) => {
    const taken: number[] = [];
    const input = element as HTMLInputElement;
    input.addEventListener('keydown', ({ timeStamp }) => {
      const before = input.value.length;
      const look = (): void => {
        if (input.value.length === before) return void requestAnimationFrame(look);
        // A message that is sent while a frame is made arrives when it is done.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => taken.push(performance.now() - timeStamp);
        port2.postMessage(null);
      };
      requestAnimationFrame(look);
    });
    return taken;
  });
  await field.pressSequentially(LETTERS, { delay: KEY_DELAY_MS });
  await page.waitForFunction(([taken, count]) => taken.length === count, [times, LETTERS.length] as const);
  return times.jsonValue();
}

/** The same for an input that nobody looks after: what the browser takes by itself. */
export async function timePlainLetters(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.ariaLabel = 'Plain';
    input.style.cssText = 'position: fixed; inset: auto auto 0 0; z-index: 9999';
    document.body.append(input);
  });
  const times = await timeLetters(page, page.getByRole('textbox', { name: 'Plain' }));
  await page.getByRole('textbox', { name: 'Plain' }).evaluate((input) => input.remove());
  return times;
}

/**
 * What no list can be faster than here: the same question to main, and the answer written by hand into a copy of the
 * list's elements. From the press of each key to the frame that shows it, in ms.
 */
export async function timePlainRows(page: Page, table: string): Promise<number[]> {
  const times = await page.evaluateHandle((name) => {
    const { ferry } = window as unknown as { ferry: FerryBridge };
    const list = document.querySelector<HTMLElement>('main [role=grid]');
    if (list === null) throw new Error('There is no list.');
    const { top, left, width, height } = list.getBoundingClientRect();
    const copy = list.cloneNode(true) as HTMLElement;
    copy.removeAttribute('role');
    copy.removeAttribute('tabindex');
    copy.style.cssText += `; position: fixed; top: ${top}px; left: ${left}px; width: ${width}px; height: ${height}px`;
    copy.style.background = 'white';
    const rows = [...copy.querySelectorAll<HTMLElement>('.grid__body > [role=row]')].map((row) => {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      return { row, texts };
    });
    const holder = document.createElement('div');
    holder.id = 'by-hand';
    const input = document.createElement('input');
    input.ariaLabel = 'By hand';
    input.style.cssText = 'position: fixed; inset: auto auto 0 0; z-index: 9999';
    holder.append(copy, input);
    document.body.append(holder);
    const taken: number[] = [];
    let pressedAt = 0;
    input.addEventListener('keydown', ({ key, timeStamp }) => {
      // Emptying the field is a press, too.
      if (key.length === 1) pressedAt = timeStamp;
    });
    input.addEventListener('input', async () => {
      const startedAt = pressedAt;
      pressedAt = 0;
      if (startedAt === 0) return;
      const answer = await ferry.listRecords(name, { search: input.value.trim() }, { limit: 40 });
      for (const [place, { row, texts }] of rows.entries()) {
        const found = answer.ok ? answer.value.rows[place] : undefined;
        row.style.display = found === undefined ? 'none' : '';
        const values = found === undefined ? [] : Object.values(found.data);
        for (const [index, text] of texts.entries()) text.data = String(values[index] ?? '');
      }
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => taken.push(performance.now() - startedAt);
        port2.postMessage(null);
      });
    });
    return taken;
  }, table);
  const input = page.getByRole('textbox', { name: 'By hand' });
  let count = 0;
  for (const word of WORDS) {
    await input.fill('');
    for (const letter of word) {
      await input.press(letter === ' ' ? 'Space' : letter);
      count += 1;
      await page.waitForFunction(([taken, wanted]) => taken.length === wanted, [times, count] as const);
    }
  }
  await page.evaluate(() => document.querySelector('#by-hand')?.remove());
  return times.jsonValue();
}

/** From the press of each key in the search box to the frame in which the list has as many rows as are found, in ms. */
export async function timeSearch(page: Page, table: string): Promise<number[]> {
  const box = page.getByRole('searchbox');
  const grid = page.getByRole('grid').first();
  const times: number[] = [];
  for (const word of WORDS) {
    await box.fill('');
    let shown = await totalOf(page, table, '');
    await waitForRows(grid, shown);
    for (const [place, letter] of [...word].entries()) {
      const total = await totalOf(page, table, word.slice(0, place + 1));
      // What changes nothing, or empties the list, cannot be seen arriving.
      if (total === shown || total === 0) {
        await box.press(letter === ' ' ? 'Space' : letter);
        continue;
      }
      const taken = page.evaluate(
        ({ rows }) =>
          new Promise<number>((resolve) => {
            let pressedAt = 0;
            addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), { once: true, capture: true });
            const look = (): void => {
              const list = document.querySelector('main [role=grid]');
              if (pressedAt === 0 || list?.getAttribute('aria-rowcount') !== rows)
                return void requestAnimationFrame(look);
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(performance.now() - pressedAt);
              port2.postMessage(null);
            };
            requestAnimationFrame(look);
          }),
        { rows: String(total + 1) },
      );
      await box.press(letter === ' ' ? 'Space' : letter);
      times.push(await taken);
      shown = total;
    }
  }
  return times;
}

async function waitForRows(grid: Locator, total: number): Promise<void> {
  await grid.and(grid.page().locator(`[aria-rowcount="${total + 1}"]`)).waitFor();
}

async function totalOf(page: Page, table: string, search: string): Promise<number> {
  return page.evaluate(
    async ([name, words]) => {
      const { ferry } = window as unknown as { ferry: FerryBridge };
      const found = await ferry.listRecords(name, { search: words.trim() }, { limit: 1 });
      return found.ok ? found.value.total : 0;
    },
    [table, search] as const,
  );
}
