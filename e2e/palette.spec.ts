/** Go anywhere and do anything by the keyboard alone, and drop a work order by dragging a file; in the browser as in the window. */
import { expect, test } from './luka-test.ts';
import { expectNoFindings } from './support/axe.ts';

test.use({
  needs: ['browser'],
  // The browser says of each order that Luka does not take.
  expectedErrors: [/status of 422/],
  tasks: {
    backup: 'title: Nightly backup\nsteps:\n  - run: echo done\n',
    ask: 'title: Tidy a folder\nparams:\n  folder: { type: string, required: true }\nsteps:\n  - argv: [echo, "{{params.folder}}"]\n',
  },
});

test('the palette finds tasks, runs, pages and actions', async ({ page, ui, asked }) => {
  const run = await asked.start('backup');
  await asked.ended(run);
  await ui.shell.expectLive();
  const palette = page.getByRole('dialog', { name: 'Go to anything' });
  const field = palette.getByRole('combobox');
  const open = async (typed: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(field).toBeFocused();
    await field.fill(typed);
  };
  await open('');
  await expect(palette.getByRole('option', { name: 'Schedule' })).toBeVisible();
  await expectNoFindings(page, 'the palette');
  await field.fill('nightly');
  await expect(palette.getByRole('option', { name: 'Run Nightly backup' })).toBeVisible();
  await expectNoFindings(page, 'the palette with what was found');
  await field.fill('calendar');
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
  await expect(ui.shell.heading('Schedule')).toBeVisible();

  await open(`#${run}`);
  await page.keyboard.press('Enter');
  await expect(ui.run.heading('Nightly backup')).toBeVisible();

  // By the arrows, and around the end.
  await open('nightly');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await expect(palette.getByRole('option', { name: 'Run Nightly backup' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await asked.runs()).length).toBe(2);

  await open('run tidy');
  await page.keyboard.press('Enter');
  await expect(ui.shell.heading('Tidy a folder')).toBeVisible();

  await open('freeze');
  await page.keyboard.press('Enter');
  await expect(ui.shell.frozen).toBeVisible();
  await open('thaw');
  await page.keyboard.press('Enter');
  await expect(ui.shell.frozen).toHaveCount(0);

  await open('there is nothing of this name');
  await expect(palette.getByText('Nothing here is called that.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 700 });
  await open('nightly');
  await expectNoFindings(page, 'the palette on a narrow page');
});

test('a file that is dragged into the page is read, shown, and dropped when a person says so', async ({
  page,
  ui,
  asked,
}) => {
  await ui.shell.expectLive();
  const drop = async (name: string, text: string): Promise<void> => {
    const data = await page.evaluateHandle(
      ([file, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], file));
        return transfer;
      },
      [name, text] as const,
    );
    await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
    await expect(page.getByText('Drop a work order here to look at it')).toBeVisible();
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  };
  await drop('broken.yaml', 'title: Broken\nsteps:\n  - walk: away\n');
  const broken = page.getByRole('dialog', { name: 'Work order: broken.yaml' });
  await expect(broken.getByRole('alert')).toContainText('the step does not say what to do');
  await expect(broken.getByRole('button', { name: 'Drop it', exact: true })).toBeDisabled();
  await expectNoFindings(page, 'a broken work order');
  await page.keyboard.press('Escape');
  await expect(broken).toHaveCount(0);

  await drop('hello.yaml', 'title: Say hello\nsteps:\n  - run: echo hello\n');
  const review = page.getByRole('dialog', { name: 'Work order: Say hello' });
  await expect(review.getByText('echo hello')).toBeVisible();
  expect(await asked.runs()).toEqual([]);
  await review.getByRole('button', { name: 'Drop it', exact: true }).click();
  await expect(ui.run.heading('Say hello')).toBeVisible();
  expect(await asked.runs()).toHaveLength(1);
});
