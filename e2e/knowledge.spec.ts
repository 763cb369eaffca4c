/** Knowledge and the assistant on their pages: a folder is read, searched, asked about, and forgotten. */
import { join } from 'node:path';
import { writeTinyModel } from '#runtime/knowledge/recall/folder/tiny-model.ts';
import { expect, test as base } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';
import { writeNotes, type WrittenNotes } from './support/written-notes.ts';

const test = base.extend<{ diary: number; notes: WrittenNotes }>({
  diary: [40, { option: true }],
  notes: async ({ home, diary }, use) => use(await writeNotes(home, { diary })),
});

test.use({
  tasks: {
    tidy: 'title: Tidy\nsteps:\n  - run: echo tidied\n',
    mirror: 'title: Mirror\nsteps:\n  - run: echo "no such volume Harbour" >&2; exit 23\n',
  },
});
test.setTimeout(90_000);

test.describe('a document that goes', () => {
  // The preview asks for it once more, and may be told that it is gone.
  test.use({ expectedErrors: [/404/] });

  test('reads a folder, finds in it, opens a hit at its line, and forgets what is deleted', async ({
    ui,
    notes,
    page,
  }) => {
    await ui.shell.goTo('Knowledge');
    await ui.knowledge.goTo('Sources');
    await ui.knowledge.add(notes.folder, 'My notes');
    const source = ui.knowledge.source('My notes');
    await expect(source).toContainText('Up to date');
    await expect(source).toContainText('43 documents');
    await expect(ui.knowledge.sync).toContainText('done');
    await source.getByRole('button', { name: /not read/ }).click();
    await expect(source.getByRole('list', { name: 'Not read of My notes' })).toContainText('picture.md');

    await ui.knowledge.goTo('Search');
    await ui.knowledge.search.fill('harbour shift');
    const hit = ui.knowledge.hit('Restoring the studio');
    await expect(hit).toBeVisible();
    await expect(hit.locator('mark').first()).toHaveText(/harbour|shift/i);
    await expect(ui.knowledge.preview).toContainText('hold the shift key');
    await expect(page).toHaveURL(/\/knowledge\?q=harbour\+shift$/);
    await ui.knowledge.explain.check();
    await expect(hit.getByText('Score', { exact: true })).toBeVisible();

    await ui.knowledge.preview.getByRole('link', { name: 'Open' }).click();
    await expect(page).toHaveURL(/\/knowledge\/documents\/\d+\?line=\d+/);
    await expect(ui.knowledge.place).toHaveText(/^lines? \d+/);
    await expect(ui.knowledge.litLines.filter({ hasText: 'shift key' })).toBeInViewport();
    await page.reload();
    await expect(ui.knowledge.litLines.filter({ hasText: 'shift key' })).toBeInViewport();
    await page.goBack();

    await ui.knowledge.search.fill('ตรวจสอบดิสก์');
    await expect(ui.knowledge.hits).toHaveCount(1);
    await ui.knowledge.search.fill('harbour');
    await expect(ui.knowledge.hits).not.toHaveCount(0);
    await notes.remove('restoring.md');
    await expect(ui.knowledge.hits).toHaveCount(0);
    await expect(page.getByText('Nothing fits.')).toBeVisible();
    await notes.write('harbour.md', '# The new drive\n\nHarbour was given a larger brother.\n');
    await expect(ui.knowledge.hit('The new drive')).toBeVisible();

    await ui.knowledge.goTo('Sources');
    await ui.knowledge.source('My notes').getByRole('button', { name: 'Remove My notes' }).click();
    await ui.knowledge.dialog('Forget My notes').getByRole('button', { name: 'Forget it' }).click();
    await expect(ui.knowledge.source('My notes')).toHaveCount(0);
    await ui.knowledge.goTo('Search');
    await ui.knowledge.search.fill('brother');
    await expect(ui.knowledge.hits).toHaveCount(0);
  });
});

test.describe('a folder that is not there', () => {
  test.use({ expectedErrors: [/422/] });
  test('says what is wrong with a folder, in its form', async ({ ui, notes }) => {
    await ui.shell.goTo('Knowledge');
    await ui.knowledge.goTo('Sources');
    await ui.knowledge.addFolder.click();
    await ui.knowledge.addDialog.getByRole('button', { name: 'Add and read' }).click();
    await expect(ui.knowledge.addDialog).toContainText('Which folder?');
    const folder = ui.knowledge.addDialog.getByRole('textbox', { name: 'Folder', exact: true });
    await folder.fill(`${notes.folder}/not-there`);
    await ui.knowledge.addDialog.getByRole('button', { name: 'Add and read' }).click();
    await expect(ui.knowledge.addDialog.getByRole('alert')).toBeVisible();
  });
});

test.describe('many files', () => {
  test.use({ diary: 12_000 });
  test('shows how far a sync is, and ends it when asked', async ({ ui, notes, page }) => {
    await ui.shell.goTo('Knowledge');
    await ui.knowledge.goTo('Sources');
    await ui.knowledge.add(notes.folder, 'Long diary');
    await expect(ui.knowledge.progress).toBeVisible();
    await expect(ui.knowledge.sync).toContainText('files a second');
    await ui.knowledge.sync.getByRole('button', { name: 'Cancel' }).click();
    await expect(ui.knowledge.sync).toContainText('cancelled');
    await page.getByRole('button', { name: 'Sync', exact: true }).click();
    await expect(ui.knowledge.source('Long diary')).toContainText('12,003 documents', { timeout: 60_000 });
    await ui.knowledge.goTo('Search');
    await ui.knowledge.search.fill('walk');
    await expect(ui.knowledge.found).toContainText(/At least [\d,]+ hits/);
    // Only what is in sight is in the document, and the list goes on for as long as there are hits.
    expect(await ui.knowledge.hits.count()).toBeLessThan(60);
    const last = ui.knowledge.hits.locator('xpath=ancestor::li').last();
    // Rows are measured when they come into sight, and more are read: the end moves on.
    await expect(async () => {
      await page.getByRole('region', { name: 'List of hits' }).press('End');
      expect(Number(await last.getAttribute('aria-posinset'))).toBeGreaterThan(45);
    }).toPass({ timeout: 20_000 });
  });
});

test('answers with sources, says when it does not know, and keeps what it is told', async ({
  ui,
  notes,
  page,
}) => {
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Sources');
  await ui.knowledge.add(notes.folder, 'My notes');
  await expect(ui.knowledge.source('My notes')).toContainText('43 documents');

  await ui.shell.goTo('Assistant');
  await expect(ui.assistant.examples.first()).toBeVisible();
  await ui.assistant.question.fill('How long does restoring the studio take');
  await ui.assistant.question.press('Shift+Enter');
  await expect(ui.assistant.answers).toHaveCount(0);
  await ui.assistant.question.press('Enter');
  await expect(ui.assistant.sentences.filter({ hasText: 'forty minutes' })).toBeVisible();
  await expect(ui.assistant.confidence).toHaveAttribute('aria-valuetext', /of 100/);
  await expect(ui.assistant.spoken).toContainText('forty minutes');
  await expect(page).toHaveURL(/\/assistant\/\d+$/);

  const mark = ui.assistant.marks.first();
  await mark.focus();
  await expect(ui.assistant.sources.and(page.locator('[data-lit]'))).toHaveCount(1);
  await mark.press('Enter');
  await expect(ui.assistant.sources.and(page.locator('[data-lit]'))).toBeFocused();
  await ui.assistant.showTrace();
  await expect(ui.assistant.trace.getByRole('listitem').first()).toBeVisible();

  await ui.assistant.feedback('Needs changes').click();
  await page.getByRole('textbox', { name: /What should be otherwise/ }).fill('It takes an hour by now.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(ui.assistant.feedback('Needs changes')).toHaveAttribute('aria-pressed', 'true');

  await ui.assistant.ask('Which colour does the moon lander of Zanzibar have?');
  await expect(ui.assistant.doesNotKnow).toBeVisible();
  await expect(ui.assistant.answers).toHaveCount(2);
  await expect(ui.assistant.conversations).toHaveCount(1);

  // What it says is there after a reload, and what was said about it is kept in mind.
  await page.reload();
  await expect(ui.assistant.answers).toHaveCount(2);
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Memories');
  await expect(ui.knowledge.memories.filter({ hasText: 'It takes an hour by now.' })).toBeVisible();

  await ui.shell.goTo('Assistant');
  await ui.assistant.conversations.first().hover();
  await ui.assistant.conversations.getByRole('button', { name: /^Forget/ }).click();
  await ui.knowledge.dialog('Forget a conversation').getByRole('button', { name: 'Forget it' }).click();
  await expect(ui.assistant.conversations).toHaveCount(0);
});

test('walks through hits with the keyboard alone', async ({ ui, notes, page }) => {
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Sources');
  await ui.knowledge.add(notes.folder, 'My notes');
  await expect(ui.knowledge.source('My notes')).toContainText('43 documents');
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await page.keyboard.press('/');
  await expect(ui.knowledge.search).toBeFocused();
  await page.keyboard.type('walk house');
  await expect(ui.knowledge.hits.first()).toBeVisible();
  await ui.knowledge.hits.first().getByRole('link').focus();
  await page.keyboard.press('ArrowDown');
  const second = ui.knowledge.hits.nth(1).getByRole('link');
  await expect(second).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(second).toHaveAttribute('aria-current', 'true');
  await expect(ui.knowledge.preview.getByRole('heading')).toHaveText((await second.textContent()) ?? '');
});

test('finds what says nearly the same, shows what differs, and writes reports', async ({
  ui,
  notes,
  page,
}) => {
  const plan = (size: string): string =>
    `# The plan for the orchard\n\n${Array.from({ length: 30 }, (_, n) => `Tree ${n} stands in row ${n % 5} and is pruned in week ${n + 3}.`).join('\n')}\n\nThe orchard is ${size} large.\n`;
  await notes.write('orchard.md', plan('two acres'));
  await notes.write('orchard-copy.md', plan('three acres'));
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Sources');
  await ui.knowledge.add(notes.folder, 'My notes');
  await expect(ui.knowledge.source('My notes')).toContainText('45 documents');
  await ui.knowledge.goTo('Duplicates & digests');
  await ui.knowledge.consolidate.click();
  await expect(ui.shell.message(/looked over/)).toBeVisible({ timeout: 60_000 });
  const pair = ui.knowledge.duplicates.filter({ hasText: 'The plan for the orchard' });
  await expect(pair.first()).toContainText('%');
  await pair
    .first()
    .getByRole('button', { name: /^What differs/ })
    .click();
  await expect(pair.first().getByRole('region', { name: /^What differs/ })).toContainText('three acres');
  await ui.knowledge.reports.getByRole('button').first().click();
  await expect(page.getByRole('dialog').getByLabel('The report', { exact: true })).toContainText('#');
});

test('keeps memories: said, pinned, said better, forgotten', async ({ ui, page }) => {
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Memories');
  await ui.knowledge.remember.click();
  const dialog = ui.knowledge.dialog('Remember something');
  await dialog.getByRole('button', { name: 'Remember' }).click();
  await expect(dialog).toContainText('What should be kept in mind?');
  await dialog.getByRole('textbox', { name: 'What' }).fill('The drive Harbour needs the short cable.');
  await dialog.getByText('Solution', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Remember' }).click();
  const memory = ui.knowledge.memories.filter({ hasText: 'short cable' });
  await expect(memory).toContainText('Solution');
  await memory.getByRole('button', { name: /^Pin/ }).click();
  await expect(memory).toContainText('pinned');
  await memory.getByRole('button', { name: /^Edit/ }).click();
  const edit = ui.knowledge.dialog('Change a memory');
  await edit.getByRole('textbox', { name: 'What' }).fill('The drive Harbour needs the long cable.');
  await edit.getByRole('button', { name: 'Save' }).click();
  const changed = ui.knowledge.memories.filter({ hasText: 'long cable' });
  await expect(changed).toBeVisible();
  await page.getByRole('searchbox', { name: 'Recall memories' }).fill('cable of Harbour');
  await expect(changed).toBeVisible();
  await changed.getByRole('button', { name: /^Forget/ }).click();
  await ui.knowledge.dialog('Forget a memory').getByRole('button', { name: 'Forget it' }).click();
  await expect(ui.knowledge.memories).toHaveCount(0);
});

test('shows the originals that a memory stands for, each as it was said', async ({ ui, asked, page }) => {
  const said =
    'The drive Harbour needs the short cable, and somebody who holds the shift key, to wake up in the morning after a night without power';
  await asked.remember(said, 'solution');
  await asked.remember(`${said} supply`, 'solution');
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Memories');
  await expect(ui.knowledge.memories).toHaveCount(1);
  const opener = ui.knowledge.memories.getByRole('button', { name: /stands for 1/ });
  await expect(ui.knowledge.memories).toContainText('without power supply');
  await opener.press('Enter');
  await expect(opener).toHaveAttribute('aria-expanded', 'true');
  const originals = page.getByRole('list', { name: 'Originals' });
  await expect(originals.getByRole('listitem')).toHaveCount(1);
  await expect(originals.getByText(said, { exact: true })).toBeVisible();
  await opener.press('Enter');
  await expect(originals).toHaveCount(0);
});

test('goes through all memories, page by page', async ({ ui, asked, page }) => {
  const names = Array.from(
    { length: 240 },
    (_, n) => `Tin ${n} of shelf ${(n * 7) % 31} holds screws ${n * n}`,
  );
  for (const name of names) await asked.remember(name);
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Memories');
  await expect(ui.knowledge.memories).toHaveCount(100);
  await expect(page.getByText('100 of 240 memories')).toBeVisible();
  await ui.knowledge.more.press('Enter');
  await expect(ui.knowledge.memories).toHaveCount(200);
  // What comes meanwhile moves nothing away that was read.
  await asked.remember('A memory that came later and is like no other');
  await expect(page.getByText('200 of 241 memories')).toBeVisible();
  await ui.knowledge.more.press('Enter');
  await expect(ui.knowledge.memories).toHaveCount(241);
  await expect(ui.knowledge.more).toHaveCount(0);
  const shown = await ui.knowledge.memories.allTextContents();
  for (const name of names) expect(shown.filter((text) => text.includes(`${name}N`))).toHaveLength(1);
});

test.describe('a model in a folder', () => {
  test.use({ expectedErrors: [/422/] });
  test('compares meaning where it is set, and says what is wrong with it', async ({ ui, notes, page }) => {
    const model = join(notes.folder, '..', 'small-model');
    await writeTinyModel(model);
    await notes.write('plot.md', '# The plot\n\nTomatoes and beans grow behind the house.\n');
    await ui.shell.goTo('Knowledge');
    await ui.knowledge.goTo('Sources');
    await ui.knowledge.add(notes.folder, 'My notes');
    await expect(ui.knowledge.source('My notes')).toContainText('44 documents');
    await ui.shell.goTo('Settings');
    const { meaning } = ui.settings;
    await expect(meaning).toContainText('TF-IDF');
    const folder = meaning.getByRole('textbox', { name: 'Folder' });
    await folder.fill(notes.folder);
    await meaning.getByRole('button', { name: 'Use this model' }).click();
    await expect(meaning.getByRole('alert')).toContainText('no config.json');
    await folder.fill(model);
    await folder.press('Enter');
    await expect(ui.shell.message('The model makes its vectors now')).toBeVisible();
    await expect(meaning).toContainText(/has read all \d+ pieces, and compares meaning now/);
    await page.goto(`${new URL(page.url()).origin}/knowledge?q=vegetables&by=meaning`);
    // A machine under load may take its time to open it, and says so.
    await expect(async () => {
      await page.reload();
      await expect(ui.knowledge.found).toContainText('with the model in your folder', { timeout: 8_000 });
    }).toPass({ timeout: 60_000 });
    await expect(ui.knowledge.hit('The plot')).toBeVisible();
    await ui.shell.goTo('Settings');
    await meaning.getByRole('button', { name: 'Use none' }).click();
    await expect(folder).toHaveValue('');
    await expect(meaning).toContainText('by the weight of words');
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const [width, height] of [
    [1280, 800],
    [480, 844],
  ] as const)
    test(`axe finds nothing, ${colorScheme} and ${width} wide`, async ({ ui, notes, page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      const settled = (where: string): Promise<void> => expectSettled(page, where);
      await ui.shell.goTo('Knowledge');
      await settled('a search before there is a folder');
      await ui.knowledge.goTo('Sources');
      await ui.knowledge.addFolder.click();
      await ui.knowledge.addDialog.getByRole('button', { name: 'Add and read' }).click();
      await settled('the form of a folder, with a problem');
      await page.keyboard.press('Escape');
      await ui.knowledge.add(notes.folder, 'My notes');
      const source = ui.knowledge.source('My notes');
      await expect(source).toContainText('43 documents');
      await source.getByRole('button', { name: /not read/ }).click();
      await expect(source.getByRole('listitem').first()).toBeVisible();
      await settled('the sources');
      await ui.knowledge.goTo('Search');
      await ui.knowledge.search.fill('harbour');
      await expect(ui.knowledge.hit('Restoring the studio').first()).toBeVisible();
      await ui.knowledge.explain.check();
      await expect(ui.knowledge.hits.getByText('Score', { exact: true }).first()).toBeVisible();
      await settled('hits, explained');
      await ui.knowledge.search.fill('nothingofthatkind');
      await expect(page.getByText('Nothing fits.')).toBeVisible();
      await settled('no hits');
      await ui.knowledge.goTo('Memories');
      await settled('no memories');
      await ui.knowledge.remember.click();
      const dialog = ui.knowledge.dialog('Remember something');
      await dialog.getByRole('textbox', { name: 'What' }).fill('The drive Harbour needs the short cable.');
      await settled('the form of a memory');
      await dialog.getByRole('button', { name: 'Remember' }).click();
      await expect(ui.knowledge.memories).toHaveCount(1);
      await settled('the memories');
      await ui.knowledge.goTo('Duplicates & digests');
      await expect(page.getByRole('region', { name: 'Reports and digests' })).toBeVisible();
      await settled('duplicates and digests');
    });
