/** What axe has to say of a page. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Goes on after a finding, so that one run tells all of them. */
export async function expectNoFindings(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) =>
        `${id} (${help}): ${node.target.join(' ')}: ${node.failureSummary?.split('\n').at(1)?.trim()}`,
    ),
  );
  expect.soft(told, where).toEqual([]);
}

/** The same, and nothing of the page lies beside what is in sight. */
export async function expectSettled(page: Page, where: string): Promise<void> {
  await expectNoFindings(page, where);
  const beside = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(beside, `pixels beside the page: ${where}`).toBe(0);
}
