/** The documentation within the app: read, searched, linked from the palette, without a network. */
import { expect, test } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';

test.use({ needs: ['browser'] });

test('pages lead to one another, are searched, and are found by the palette', async ({ page, ui }) => {
  await ui.shell.expectLive();
  await ui.shell.navigation.getByRole('link', { name: 'Docs', exact: true }).click();
  await expect(ui.shell.heading('Docs')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: "Luka's documentation" })).toBeVisible();

  await page.getByRole('article').getByRole('link', { name: 'Getting started' }).first().click();
  await expect(page.getByRole('heading', { name: '2. A first task' })).toBeVisible();
  await expectSettled(page, 'a page of the docs');

  // From one page to a place on another.
  await page.getByRole('article').getByRole('link', { name: 'The words' }).click();
  await expect(page).toHaveURL(/\/docs\/concepts$/);
  await page.goBack();
  await expect(page.getByRole('heading', { name: '2. A first task' })).toBeVisible();

  const search = page.getByRole('searchbox', { name: 'Search the docs' });
  await search.fill('run_denied');
  const hit = page.getByRole('listitem').filter({ hasText: 'run_denied in Errors' });
  await expectSettled(page, 'what was found in the docs');
  await hit.getByRole('link').click();
  await expect(page).toHaveURL(/\/docs\/errors#run_denied$/);
  await expect(page.locator('#run_denied')).toBeInViewport();
  await search.fill('xyzzy plugh');
  await expect(page.getByText('No page says that.')).toBeVisible();
  await search.press('Escape');

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog', { name: 'Go to anything' }).getByRole('combobox').fill('watch a folder');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Watch a folder' })).toBeVisible();

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectSettled(page, 'a page of the docs, dark and narrow');
  await page.getByRole('combobox', { name: 'Page' }).selectOption({ label: 'Safety' });
  await expect(page.getByRole('heading', { level: 2, name: 'Safety' })).toBeVisible();
});
