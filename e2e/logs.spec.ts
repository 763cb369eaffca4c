/** All logs: found as one types, filtered, stopped, and a hit that opens its run at its line. */
import { expect, test } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';

/** About 3 MB, so that a hit is far outside what a run's page reads at first. */
const HAYSTACK = `title: Haystack
steps:
  - run: |
      seq -f 'a straw, %.0f' 1 60000
      printf 'the \\033[31mneedle\\033[0m in the hay\\n'
      seq -f 'another straw, %.0f' 1 60000
`;
const SEWING = `title: Sewing
steps:
  - run: |
      echo 'thread the needle'
      echo 'NEEDLE broke: สำรองข้อมูลไม่สำเร็จ' >&2
      exit 3
`;

test.use({
  tasks: { haystack: HAYSTACK, sewing: SEWING },
  // A pattern with a fault in it is an answer of 400, which the browser tells of by itself.
  expectedErrors: [/Failed to load resource.*400/],
});

test('finds text in every log, and opens the run at the line', async ({ ui, asked, page }) => {
  test.slow();
  await asked.start('haystack');
  await asked.start('sewing');
  await ui.shell.goTo('Runs');
  await expect(ui.runs.rowsOf('Haystack')).toContainText('Succeeded');
  await expect(ui.runs.rowsOf('Sewing')).toContainText('Failed');

  await ui.shell.goTo('Logs');
  await expect(ui.logs.empty('What did it say, and when?')).toBeVisible();
  await expectSettled(page, 'before a search');
  await ui.logs.field.fill('needle');
  await expect(ui.logs.found).toContainText('3 lines in 2 runs');
  await expect(ui.logs.found).toContainText('searched 2 of 2 runs, 2.1 MB');
  await expect(ui.logs.runs).toHaveText([/Sewing/, /Haystack/]);
  await expect(page).toHaveURL(/\/logs\?q=needle$/);
  await expectSettled(page, 'hits');

  // The keyboard alone: down from the field to the first line, on to the last, and into its run.
  await ui.logs.field.press('ArrowDown');
  await expect(ui.logs.hit('thread the needle')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(ui.logs.hit('NEEDLE broke')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(ui.logs.hit('the needle in the hay')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\/\d+\?attempt=1&line=out\.\d+&q=needle$/);
  const line = ui.run.log.line('the needle in the hay');
  await expect(line).toBeInViewport();
  await expect(line).toHaveAttribute('data-current');
  await expect(ui.run.log.hits).toHaveText('1 of 1');
  await expectSettled(page, 'a run at a line');

  await page.goBack();
  await expect(ui.logs.field).toHaveValue('needle');
  await expect(ui.logs.hits).toHaveCount(3);
});

test('filters, patterns and what they come to', async ({ ui, asked, page }) => {
  test.slow();
  await asked.start('haystack');
  await asked.start('sewing');
  await ui.shell.goTo('Logs');
  await ui.logs.field.fill('ข้อมูล');
  await expect(ui.logs.hits).toHaveText([/^1stderr: NEEDLE broke: สำรองข้อมูลไม่สำเร็จ$/]);

  await ui.logs.field.fill('needle');
  await ui.logs.stream.selectOption('stdout');
  await expect(ui.logs.hits).toHaveCount(2);
  await ui.logs.task.selectOption('Sewing');
  await expect(ui.logs.hits).toHaveCount(1);
  await expect(page).toHaveURL(/q=needle&task=sewing&stream=out/);
  await ui.logs.noFilters.click();
  await ui.logs.exact.click();
  await expect(ui.logs.found).toContainText('2 lines in 2 runs');
  await ui.logs.context.selectOption('2 lines around');
  await expect(page.getByText('a straw, 60000', { exact: true })).toBeVisible();

  await ui.logs.pattern.click();
  await ui.logs.field.fill('^a straw, 5(9|');
  await expect(ui.logs.problem).toContainText('Missing closing ) (column 12 of the pattern).');
  await expectSettled(page, 'a fault in a pattern');
  await ui.logs.field.fill('^another straw, 5999[0-9]$');
  await expect(ui.logs.found).toContainText('10 lines in 1 run');
  await ui.logs.hit('another straw, 59995').click();
  const line = ui.run.log.line('another straw, 59995');
  await expect(line).toBeInViewport();
  await expect(line).toHaveAttribute('data-current');

  await page.goBack();
  await ui.logs.field.fill('no such line anywhere');
  await expect(ui.logs.empty('No line fits.')).toBeVisible();
  await expectSettled(page, 'nothing found');
});

for (const [colorScheme, width] of [
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)
  test(`axe finds nothing, ${colorScheme} and ${width} wide`, async ({ ui, asked, page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await asked.start('sewing');
    await ui.shell.goTo('Logs');
    await expectSettled(page, 'before a search');
    await ui.logs.field.fill('needle');
    await ui.logs.context.selectOption('2 lines around');
    await expect(ui.logs.hits).toHaveCount(2);
    await expectSettled(page, 'hits with lines around');
  });

test('ten thousand hits are a list like any other', async ({ ui, asked, page }) => {
  test.slow();
  const runs = 6;
  for (let n = 0; n < runs; n += 1) await asked.start('haystack');
  await ui.shell.goTo('Runs');
  await expect(ui.runs.rowsOf('Haystack').filter({ hasText: 'Succeeded' })).toHaveCount(runs, {
    timeout: 30_000,
  });
  await ui.shell.goTo('Logs');
  await ui.logs.field.fill('straw');
  await expect(ui.logs.found).toContainText(
    `${(120_000 * runs).toLocaleString('en-GB')} lines in ${runs} runs`,
  );
  await ui.logs.field.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(ui.logs.hits.last()).toBeFocused();
  expect(await ui.logs.hits.count()).toBeLessThan(120);
  await page.keyboard.press('Home');
  await expect(ui.logs.hits.first()).toBeFocused();
});
