import type { Page } from '@playwright/test';

/** One commit of React: how many rows of the list it rendered, and how many lines the list had afterwards. */
export interface Commit {
  rows: number;
  lines: string | null;
}

/** The parts of React's own records that say which components worked in a commit, as its developer tools read them. */
interface Fiber {
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
  flags: number;
  type: unknown;
  stateNode: unknown;
}

/** Reloads as a page that counts; `commits` reports what was committed since the last call. */
export async function countRenders(page: Page): Promise<{ commits: () => Promise<Commit[]> }> {
  await page.addInitScript(() => {
    const PERFORMED_WORK = 1;
    const commits: Commit[] = [];
    const isRow = (fiber: Fiber) =>
      typeof fiber.type !== 'string' &&
      typeof fiber.child?.type === 'string' &&
      (fiber.child.stateNode as Element).matches('.grid__body > [role=row]');
    const worked = (fiber: Fiber): number => {
      const { alternate } = fiber;
      const own = isRow(fiber) && (alternate === null || (fiber.flags & PERFORMED_WORK) !== 0) ? 1 : 0;
      // The same children as before: no descendant was rendered.
      if (alternate !== null && alternate.child === fiber.child) return own;
      let sum = own;
      for (let child = fiber.child; child !== null; child = child.sibling) sum += worked(child);
      return sum;
    };
    Object.assign(window, {
      commits,
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        inject: () => 1,
        onCommitFiberRoot: (_renderer: number, root: { current: Fiber }) => {
          const lines = document.querySelector('main [role=grid]')?.getAttribute('aria-rowcount') ?? null;
          commits.push({ rows: worked(root.current), lines });
        },
        onCommitFiberUnmount: () => undefined,
        onPostCommitFiberRoot: () => undefined,
      },
    });
  });
  await page.reload();
  const commits = () => page.evaluate(() => (window as unknown as { commits: Commit[] }).commits.splice(0));
  return { commits };
}
