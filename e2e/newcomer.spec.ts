/** The first minutes of somebody who has just started Luka: the printed link, a sample that runs by itself, leaving. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './luka-test.ts';
import { Ui } from './pages/ui.ts';

/** The link as it was printed, and as the page was opened with. */
function printedLink(output: string): string {
  const link = /http:\/\/127\.0\.0\.1:\d+\/#k=\S+/.exec(output)?.[0];
  if (link === undefined) throw new Error(`there is no link in:\n${output}`);
  return link;
}

test('the printed link opens the UI signed in, and leaves no trace in the address', async ({
  luka,
  page,
  ui,
}) => {
  expect(printedLink(luka.output())).toContain(luka.uiUrl);
  await expect(ui.overview.heading).toBeVisible();
  await ui.shell.expectLive();
  await expect(page).toHaveURL(`${luka.uiUrl}/`);
  expect(await page.evaluate(() => [location.hash, history.length])).toEqual(['', expect.any(Number)]);
  // The home's own token never reaches a browser: what the page holds is a session of its own.
  expect(
    await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
    ),
  ).not.toContain(luka.token);
});

test('a sample runs by itself within the first minute, seen without a reload', async ({
  luka,
  ui,
  home,
  asked,
}) => {
  test.slow();
  const started = Date.parse((await asked.runs()).at(-1)?.queuedAt ?? new Date().toISOString());
  const running = ui.overview.line(ui.overview.running, 'System report');
  const recent = ui.overview.line(ui.overview.recent, 'System report');
  await expect(running.or(recent).first()).toBeVisible({ timeout: 60_000 });
  await expect(ui.overview.state(recent, 'Succeeded')).toBeVisible({ timeout: 90_000 });
  expect(ui.shell.loads()).toBe(0);

  const [run] = await asked.runs();
  expect(run).toMatchObject({ task: 'system-report', cause: { kind: 'startup', by: 'schedule' } });
  expect(Date.parse(run!.startedAt!) - started).toBeLessThan(60_000);
  const reports = await readdir(join(home, 'reports'));
  expect(reports.filter((name) => name.endsWith('.md'))).toHaveLength(1);

  await recent.getByRole('link', { name: 'System report' }).click();
  await expect(ui.run.log.line(join(luka.home, 'reports', reports[0]!))).not.toHaveCount(0);
});

test.describe('a link that was used', () => {
  test.use({ expectedErrors: [/status of 40[13]/] });

  test('shows the sign-in page, which goes on by itself with a new link', async ({ luka, page, asked }) => {
    const stranger = await page.context().browser()!.newContext();
    try {
      const second = await stranger.newPage();
      const { signIn, overview } = new Ui(second);
      await second.goto(printedLink(luka.output()));
      await expect(signIn.heading).toBeVisible();
      await expect(signIn.problem).toContainText('luka open');
      await expect(second).toHaveURL(`${luka.uiUrl}/`);
      await second.reload();
      await expect(signIn.heading).toBeVisible();

      await second.goto(await asked.link());
      await expect(overview.heading).toBeVisible();
    } finally {
      await stranger.close();
    }
  });
});

test.describe('signed in', () => {
  test.use({ tasks: {}, expectedErrors: [/status of 401/] });

  test('a reload stays signed in, and signing out ends the session for good', async ({ luka, page, ui }) => {
    await ui.shell.expectLive();
    await page.reload();
    await ui.shell.expectLive();
    const [session] = await page.evaluate(() => Object.values(sessionStorage) as string[]);
    const ask = (token: string | undefined) =>
      fetch(`${luka.apiUrl}/api/v1/overview`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(session)).status).toBe(200);

    await ui.shell.goTo('Settings');
    await ui.settings.signOut.click();
    await expect(ui.signIn.heading).toBeVisible();
    expect((await ask(session)).status).toBe(401);
    await page.reload();
    await expect(ui.signIn.heading).toBeVisible();
  });

  test('a page opened beside it is signed in, too, and signed out with it', async ({ page }) => {
    const beside = await page.context().newPage();
    const ui = new Ui(beside);
    await beside.goto(page.url());
    await ui.shell.expectLive();
    await new Ui(page).shell.goTo('Settings');
    await new Ui(page).settings.signOut.click();
    await expect(ui.signIn.heading).toBeVisible();
  });
});
