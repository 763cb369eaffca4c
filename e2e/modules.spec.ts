/** Modules that an agent lays ready: seen, read, deployed or dropped by the person, and gone back from. */
import { expect, test } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';

test.use({
  tasks: { nightly: 'title: Nightly\nsteps:\n  - module: greeter.mjs\n' },
  // A module that is refused, or went while the page was asking for it, is answered so, and the browser says it.
  expectedErrors: [/status of (400|404|409)/],
});

const textOf = (word: string, rest = ''): string =>
  `/** Greets. */\nexport function run_auto(ctx) {\n  ctx.setOutput('word', '${word}');\n}\n${rest}`;
const BROKEN_TEST = "export function selfTest() {\n  throw new Error('nobody is there');\n}\n";

test('what an agent lays ready is seen at once, read, deployed, run, rolled back and dropped', async ({
  ui,
  asked,
  page,
}) => {
  const said = async (): Promise<string | undefined> => {
    const state = async () => (await asked.tasks()).find(({ id }) => id === 'nightly')?.state;
    await expect.poll(state).toBe('ready');
    const id = await asked.start('nightly');
    await asked.ended(id);
    return (await asked.run(id)).attempts.at(-1)?.steps[0]?.outputs?.['word'];
  };
  const agent = await asked.newClient('codex-studio', 'codex');
  await ui.shell.expectLive();
  await asked.stage('greeter', textOf('one'), agent);

  await expect(ui.overview.staged).toContainText('The module greeter is laid ready');
  await expect(ui.overview.staged).toContainText('By codex-studio');
  await expect(ui.overview.sentence(/1 module to look at/)).toBeVisible();
  await expect(ui.shell.message('greeter is laid ready to deploy')).toBeVisible();
  await expect(ui.shell.navigation.getByRole('link', { name: 'Governance' })).toContainText(
    '1 module to look at',
  );
  await ui.overview.staged.getByRole('link').click();
  await expect(ui.modules.heading('greeter')).toBeVisible();
  await expect(ui.modules.text).toContainText("ctx.setOutput('word', 'one');");
  await ui.modules.deploy.click();
  await ui.modules.agree('Deploy');
  await expect(ui.shell.message('greeter is deployed as release 1')).toBeVisible();
  await expect(ui.modules.deploy).toHaveCount(0);
  await expect(ui.modules.release(1)).toContainText('runs now');
  await expect(page.getByRole('complementary', { name: 'What runs' })).toContainText('Nightly');
  expect(await said()).toBe('one');

  await asked.stage('greeter', textOf('two'), agent);
  await expect(ui.modules.changes).toContainText("removed:   ctx.setOutput('word', 'one');");
  await expect(ui.modules.changes).toContainText("added:   ctx.setOutput('word', 'two');");
  await ui.modules.deploy.click();
  await ui.modules.agree('Deploy');
  await expect(ui.modules.release(2)).toContainText('runs now');
  expect(await said()).toBe('two');

  await ui.modules.rollBack(1).click();
  await expect(ui.modules.dialog.getByRole('region')).toContainText("added:   ctx.setOutput('word', 'one');");
  await ui.modules.agree('Roll back');
  await expect(ui.modules.release(1)).toContainText('runs now');
  expect(await said()).toBe('one');

  await asked.stage('greeter', textOf('three'), agent);
  await ui.modules.drop.click();
  await ui.modules.agree('Drop it');
  await expect(ui.modules.drop).toHaveCount(0);
  // The button that had the focus is gone: the keyboard goes on in the page, not at the top of the window.
  await expect(page.getByRole('main')).toBeFocused();
  await ui.shell.goToGovernance('Modules');
  await expect(ui.modules.deployed).toHaveText([/greeter.*Nightly.*release 1, 1 other kept/]);
  await expect(page.getByText('Nothing waits for you.')).toBeVisible();
  expect((await asked.audit()).map(({ action, actor }) => `${action} ${actor.name}`)).toEqual(
    expect.arrayContaining([
      'module.staged codex-studio',
      'module.dropped person',
      'module.rolled_back person',
    ]),
  );
});

test('a module that breaks its own test is refused in words, and nothing is lost', async ({
  ui,
  asked,
  page,
}) => {
  const agent = await asked.newClient('codex-studio', 'codex');
  await asked.stage('greeter', textOf('good'), agent);
  await ui.shell.goToGovernance('Modules');
  await ui.modules.waiting.getByRole('link', { name: 'greeter' }).click();
  await ui.modules.deploy.click();
  await ui.modules.agree('Deploy');
  await expect(ui.modules.release(1)).toContainText('runs now');

  await asked.stage('greeter', textOf('bad', BROKEN_TEST), agent);
  await ui.modules.deploy.click();
  await ui.modules.agree('Deploy');
  await expect(ui.modules.dialog.getByRole('alert')).toContainText('nobody is there');
  await expect(ui.modules.dialog).toContainText('Nothing is lost');
  expect(await asked.releases('greeter')).toEqual({ numbers: [1], current: 1 });

  // What comes while the dialog is open was not looked at.
  const newer = await asked.stage('greeter', textOf('newer'), agent);
  await ui.modules.agree('Try again');
  await expect(ui.modules.dialog.getByRole('alert')).toContainText(newer);
  await page.keyboard.press('Escape');
  await expect(ui.modules.changes).toContainText("added:   ctx.setOutput('word', 'newer');");
  await ui.modules.deploy.click();
  await ui.modules.agree('Deploy');
  await expect(ui.modules.release(2)).toContainText('runs now');
});

test('a text that would look like another is written out', async ({ ui, asked }) => {
  const agent = await asked.newClient('codex-studio', 'codex');
  await asked.stage('sly', `${textOf('x')}// \u202e ;)(lla eteled\n`, agent);
  await ui.shell.goToGovernance('Modules');
  await ui.modules.waiting.getByRole('link', { name: 'sly' }).click();
  await expect(ui.modules.text).toContainText('\\u{202e}');
});

for (const [name, width, colorScheme] of [
  ['wide', 1280, 'light'],
  ['wide', 1280, 'dark'],
  ['narrow', 390, 'light'],
] as const)
  test(`axe finds nothing on the pages of modules, ${name} and ${colorScheme}`, async ({
    ui,
    asked,
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    await ui.shell.goToGovernance('Modules');
    await expect(page.getByText('No module was deployed yet')).toBeVisible();
    await expectSettled(page, 'no modules');
    const agent = await asked.newClient('codex-studio', 'codex');
    await asked.stage('greeter', textOf('one'), agent);
    await ui.modules.waiting.getByRole('link', { name: 'greeter' }).click();
    await ui.modules.deploy.click();
    await expectSettled(page, 'the dialog of a deployment');
    await ui.modules.agree('Deploy');
    await expect(ui.modules.release(1)).toContainText('runs now');
    await asked.stage('greeter', textOf('two', BROKEN_TEST), agent);
    await expect(ui.modules.changes).toBeVisible();
    await ui.modules.release(1).getByRole('button', { name: 'Text of release 1' }).click();
    await expectSettled(page, 'a module with changes and a release');
    await ui.modules.deploy.click();
    await ui.modules.agree('Deploy');
    await expect(ui.modules.dialog.getByRole('alert')).toBeVisible();
    await expectSettled(page, 'a deployment that was refused');
    await page.keyboard.press('Escape');
    await ui.modules.drop.click();
    await expectSettled(page, 'the dialog of a drop');
    await page.keyboard.press('Escape');
    await asked.stage(
      'a-name-that-is-far-longer-than-anybody-would-think-of-on-a-normal-day',
      textOf('x'),
      agent,
    );
    await ui.shell.goToGovernance('Modules');
    await expect(ui.modules.waiting).toHaveCount(2);
    await expectSettled(page, 'the list of modules');
    await ui.shell.goTo('Overview');
    await expect(ui.overview.staged).toHaveCount(2);
    await expectSettled(page, 'the overview with modules that wait');
  });
