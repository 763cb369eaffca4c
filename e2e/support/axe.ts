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
