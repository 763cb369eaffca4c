/** What axe has to say of a page. */
import axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

/** Goes on after a finding, so that one run tells all of them. */
export async function expectNoFindings(page: Page, where: string): Promise<void> {
  // While a page is being loaded, the one before it is there and hidden.
  await page.locator('h1').filter({ visible: true }).first().waitFor();
  await page.evaluate(atRest);
  // It stays in the page until that is loaded anew, and reading its half megabyte takes longer than most of its looks.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const told = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      // Whatever is in order is told by its first place only.
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id} (${help}): ${target.join(' ')}: ${failureSummary?.split('\n').at(1)?.trim()}`,
      ),
    );
  });
  expect.soft(told, where).toEqual([]);
}

/** Ends when nothing of the page has changed for a moment, or after a second: a log that is written never rests. */
function atRest(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      observer.disconnect();
      clearTimeout(moment);
      clearTimeout(most);
      resolve();
    };
    let moment = setTimeout(end, 100);
    const most = setTimeout(end, 1_000);
    const observer = new MutationObserver(() => {
      clearTimeout(moment);
      moment = setTimeout(end, 100);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
}

/** The same, and nothing of the page lies beside what is in sight. */
export async function expectSettled(page: Page, where: string): Promise<void> {
  await expectNoFindings(page, where);
  const beside = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(beside, `pixels beside the page: ${where}`).toBe(0);
}
