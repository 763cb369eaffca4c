/** The assistant: answers about Luka itself, of a model on this machine, and texts for hand-offs. */
import { rm, writeFile } from 'node:fs/promises';
import { personHome } from './drivers/luka-process.ts';
import { expect, test as base } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';
import { startModel, type ModelServer } from './support/model-server.ts';
import { writeNotes, type WrittenNotes } from './support/written-notes.ts';

const test = base.extend<{ notes: WrittenNotes; model: ModelServer }>({
  notes: async ({ home }, use) => use(await writeNotes(home)),
  // Playwright wants the empty pattern.
  // oxlint-disable-next-line no-empty-pattern
  model: async ({}, use) => {
    await using model = await startModel([
      'Restoring the studio takes about forty minutes [1]. ',
      'Somebody has to hold the shift key while the machine starts [1]. ',
      'It was painted ',
      'green by pirates.',
    ]);
    await use(model);
  },
});

test.use({
  tasks: {
    tidy: 'title: Tidy\nsteps:\n  - run: echo tidied\n',
    mirror:
      'title: Mirror\nsteps:\n  - run: |\n      test -e "$HOME/plugged-in" && exit 0\n      echo "mirror: no such volume Harbour, nothing was copied" >&2; exit 23\n',
  },
});
test.setTimeout(90_000);

test('answers about Luka itself, and what it proposes goes the way of every run', async ({ ui, asked }) => {
  const failed = await asked.start('mirror');
  await asked.ended(failed);
  await asked.setPolicy('thresholds:\n  ask:\n    person: 0\n');
  await ui.shell.goTo('Assistant');
  await ui.assistant.ask('What failed today?');
  await expect(ui.assistant.answer).toContainText('Mirror');
  await ui.assistant.actions.getByRole('button').first().click();
  await expect(ui.shell.message(/needs approval/)).toBeVisible();
  const [again] = await asked.runs();
  expect(again?.state).toBe('awaiting_approval');
  expect((await asked.runs()).length).toBe(2);
});

test('shows the words of a model as they come, and marks what no source bears out', async ({
  ui,
  notes,
  model,
  page,
}) => {
  await ui.shell.goTo('Settings');
  await ui.settings.model.getByRole('textbox', { name: 'Address' }).fill(model.baseUrl);
  await ui.settings.model.getByRole('textbox', { name: 'Model' }).fill('small');
  await ui.settings.model.getByRole('button', { name: 'Use this model' }).click();
  await expect(ui.shell.message('Answers are worded by small')).toBeVisible();
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Sources');
  await ui.knowledge.add(notes.folder, 'My notes');
  await expect(ui.knowledge.source('My notes')).toContainText('43 documents');

  await ui.shell.goTo('Assistant');
  await ui.assistant.ask('How long does restoring the studio take?');
  await expect(ui.assistant.answer).toContainText('It was painted');
  await expect(ui.assistant.answer).toHaveAttribute('aria-busy', 'true');
  expect(model.asked.join('\n')).toContain('forty minutes');
  model.finish();
  await expect(ui.assistant.sentences).toHaveCount(3);
  await expect(ui.assistant.answer).toContainText('no source');
  await expect(ui.assistant.sentences.and(page.locator('[data-unsupported]'))).toHaveText(/pirates/);
  await expect(ui.assistant.spoken).toContainText('no source bears this out');

  await ui.shell.goTo('Settings');
  await ui.settings.model.getByRole('button', { name: 'Use none' }).click();
  await expect(ui.settings.model.getByRole('textbox', { name: 'Address' })).toHaveValue('');
});

test('an answer that was escalated waits among what needs a human, until one settles it', async ({
  ui,
  notes,
  page,
}) => {
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Sources');
  await ui.knowledge.add(notes.folder, 'My notes');
  await expect(ui.knowledge.source('My notes')).toContainText('43 documents');
  await ui.shell.goTo('Assistant');
  await ui.assistant.ask('How long does restoring the studio take?');
  await expect(ui.assistant.sentences.first()).toBeVisible();
  await ui.assistant.feedback('Escalate').click();
  await page
    .getByRole('textbox', { name: /What should somebody look at/ })
    .fill('Ask Mali: the drive is new.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(ui.assistant.escalation).toContainText('Ask Mali: the drive is new.');
  await expect(ui.assistant.conversations.first()).toContainText('1 to look at');
  await ui.assistant.ask('Who writes the announcement of the garden site?');
  await expect(ui.assistant.answers).toHaveCount(2);

  await ui.shell.goTo('Overview');
  await expect(ui.overview.escalated).toContainText('How long does restoring the studio take?');
  await expect(ui.overview.sentence(/1 answer to look at/)).toBeVisible();
  await expect(page.getByRole('link', { name: /^Assistant/ })).toContainText('1');
  await ui.overview.escalated.getByRole('link').click();
  await expect(ui.assistant.escalation).toBeInViewport();
  await ui.assistant.escalation.getByRole('textbox', { name: /What is right/ }).fill('It takes an hour.');
  await ui.assistant.escalation.getByRole('button', { name: 'Settle' }).click();
  await expect(ui.assistant.escalation).toContainText('Settled');
  await expect(ui.assistant.escalation).toContainText('It takes an hour.');

  await ui.shell.goTo('Overview');
  await expect(ui.overview.heading).toBeVisible();
  await expect(ui.overview.escalated).toHaveCount(0);
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Memories');
  await expect(ui.knowledge.memories.filter({ hasText: 'It takes an hour.' })).toBeVisible();
});

test.describe('an address of another machine', () => {
  test.use({ expectedErrors: [/400/] });
  test('is refused as a model', async ({ ui }) => {
    await ui.shell.goTo('Settings');
    await ui.settings.model.getByRole('textbox', { name: 'Address' }).fill('http://10.0.0.7:11434/v1');
    await ui.settings.model.getByRole('textbox', { name: 'Model' }).fill('small');
    await ui.settings.model.getByRole('button', { name: 'Use this model' }).click();
    await expect(ui.settings.model.getByRole('alert')).toContainText('this machine');
  });
});

test('stops when asked to, and the question can be asked again', async ({ ui, notes, model, page }) => {
  await ui.shell.goTo('Settings');
  await ui.settings.model.getByRole('textbox', { name: 'Address' }).fill(model.baseUrl);
  await ui.settings.model.getByRole('textbox', { name: 'Model' }).fill('small');
  await ui.settings.model.getByRole('button', { name: 'Use this model' }).click();
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Sources');
  await ui.knowledge.add(notes.folder, 'My notes');
  await expect(ui.knowledge.source('My notes')).toContainText('43 documents');
  await ui.shell.goTo('Assistant');
  await ui.assistant.ask('How long does restoring the studio take?');
  await expect(ui.assistant.answer).toContainText('It was painted');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('alert')).toContainText('You stopped it');
  await expect(ui.assistant.question).toHaveValue('How long does restoring the studio take?');
});

test('a failed run shows the failures like it, and what mended them', async ({ ui, asked, page, home }) => {
  const first = await asked.start('mirror');
  await asked.ended(first);
  await page.goto(`${new URL(page.url()).origin}/runs/${first}`);
  const similar = page.getByRole('region', { name: 'Similar failures' });
  await expect(ui.run.state).toHaveText('Failed');
  await expect(similar).toHaveCount(0);
  await writeFile(`${personHome(home)}/plugged-in`, '');
  const mended = await asked.start('mirror');
  await asked.ended(mended);
  await rm(`${personHome(home)}/plugged-in`);
  const second = await asked.start('mirror');
  await asked.ended(second);
  await page.goto(`${new URL(page.url()).origin}/runs/${second}`);
  await expect(similar.getByRole('link', { name: `#${first}` })).toBeVisible();
  await expect(similar).toContainText(/\d+ % alike/);
  await expect(similar).toContainText(`run #${mended}`);
});

test('fills a prompt, copies it, and hands it over without reading it as a template', async ({
  ui,
  asked,
  page,
}) => {
  await ui.shell.goTo('Assistant');
  await ui.assistant.tabs.getByRole('link', { name: 'Prompts' }).click();
  await ui.assistant.prompts.getByRole('button', { name: /CLS/ }).click();
  await page.getByRole('textbox', { name: 'Focus' }).fill('Mend ${{ secrets.token }} and $(echo harbour)');
  await expect(ui.assistant.promptText).toContainText('Mend ${{ secrets.token }} and $(echo harbour)');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(ui.shell.message(/is copied/)).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('Mend ${{ secrets.token }} and $(echo harbour)');
  expect(copied).not.toContain('{{focus}}');
  await page.getByRole('button', { name: 'Work order…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Hand over/ });
  await dialog.getByRole('textbox', { name: 'Command' }).fill(`printf '%s' "$PROMPT" | grep Focus`);
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await expect(ui.shell.message(/on its way|needs approval/)).toBeVisible();
  const [run] = await asked.runs();
  if (run?.approval !== undefined) await asked.approve(run.approval);
  await asked.ended(run?.id ?? 0);
  await page.goto(`${new URL(page.url()).origin}/runs/${run?.id}`);
  await expect(ui.run.log.line('Mend ${{ secrets.token }} and $(echo harbour)')).toBeVisible();
  await ui.shell.goTo('Assistant');
  await ui.assistant.tabs.getByRole('link', { name: 'Prompts' }).click();
  await page.getByRole('button', { name: 'Session report…' }).click();
  const report = page.getByRole('dialog', { name: 'Session report' });
  await report.getByRole('textbox', { name: 'Objective (optional)' }).fill('Hand the harbour over');
  await report.getByRole('button', { name: 'Write it' }).click();
  await expect(report).toContainText('Hand the harbour over');
  await expect(report).toContainText(/reports\/\d{6}_session\.md/);
});

test.describe('refused first', () => {
  // The browser tells of the answer that says no.
  test.use({ expectedErrors: [/status of 400/] });

  test('a prompt said otherwise is kept beside the one that came with Luka', async ({ ui, page }) => {
    await ui.shell.goTo('Assistant');
    await ui.assistant.tabs.getByRole('link', { name: 'Prompts' }).click();
    await ui.assistant.prompts.getByRole('button', { name: /CLS/ }).click();
    await page.getByRole('button', { name: 'Edit…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Edit / });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Not a name');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('harbour');
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Harbour watch');
    await dialog
      .getByRole('textbox', { name: 'Text' })
      .fill('# Watch the harbour\n\nFailed lately: {{failures}}');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(ui.shell.message('Harbour watch is saved')).toBeVisible();
    await ui.assistant.prompts.getByRole('button', { name: /Harbour watch/ }).click();
    await expect(ui.assistant.promptText).toContainText('Watch the harbour');
    await expect(ui.assistant.prompts.getByRole('button', { name: /CLS/ })).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const [width, height] of [
    [1280, 800],
    [480, 844],
  ] as const)
    test(`axe finds nothing, ${colorScheme} and ${width} wide`, async ({ ui, notes, page, asked }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      const settled = (where: string): Promise<void> => expectSettled(page, where);
      for (let n = 0; n < 2; n += 1) await asked.ended(await asked.start('mirror'));
      await ui.shell.goTo('Knowledge');
      await ui.knowledge.goTo('Sources');
      await ui.knowledge.add(notes.folder, 'My notes');
      await expect(ui.knowledge.source('My notes')).toContainText('43 documents');
      await ui.shell.goTo('Assistant');
      await expect(ui.assistant.examples.first()).toBeVisible();
      await settled('the assistant, before anything was asked');
      await ui.assistant.ask('How long does restoring the studio take?');
      await expect(ui.assistant.sentences.first()).toBeVisible();
      await ui.assistant.showTrace();
      await ui.assistant.feedback('Escalate').click();
      await settled('an answer with its trace and a note');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(ui.assistant.escalation).toBeVisible();
      await settled('an answer that waits for somebody');
      await ui.assistant.ask('Which colour does the moon lander of Zanzibar have?');
      await expect(ui.assistant.doesNotKnow).toBeVisible();
      await settled('an answer that does not know');
      await ui.assistant.tabs.getByRole('link', { name: 'Prompts' }).click();
      await expect(ui.assistant.promptText).toBeVisible();
      await settled('the prompts');
      await ui.shell.goTo('Runs');
      await ui.runs.rowsOf('Mirror').first().click();
      await expect(page.getByRole('region', { name: 'Similar failures' })).toBeVisible();
      await settled('a failed run with one like it');
      await ui.shell.goTo('Settings');
      await expect(ui.settings.model).toBeVisible();
      await settled('the settings, with the model of the assistant');
      await ui.shell.goTo('Overview');
      await expect(ui.overview.escalated).toBeVisible();
      await settled('the overview, with an answer to look at');
    });
