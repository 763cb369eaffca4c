/** A Luka without a window has the home already: the app shows it, says so, and leaves it alone. */
import { startHeadless } from './support/headless-luka.ts';
import { launchStandIn } from './drivers/electron-standin.ts';
import { expect, test } from './drivers/fixture.ts';
import { AskedLuka } from './support/asked-luka.ts';
import { openGate, prepareHome, waitAt } from './support/home.ts';
import { gone, shown } from './support/menu.ts';

test.use({ needs: ['electron-standin'] });

test('the window and the menu are those of the Luka that runs', async ({ home }) => {
  await prepareHome(home, { work: `title: Work\nsteps:\n  - run: ${waitAt('work')}\n` });
  const headless = await startHeadless(home);
  const standIn = await launchStandIn({ home });
  const { desktop } = standIn;
  try {
    const page = await standIn.firstPage;
    expect(standIn.luka.output()).toContain(
      `Luka runs already without a window (pid ${headless.process.pid})`,
    );
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    expect((await desktop.trayMenu())[0]).toMatchObject({
      label: `Attached to the headless Luka (pid ${headless.process.pid})`,
      enabled: false,
    });
    await shown(desktop, /^task:work$/);
    await desktop.clickTray('task:work');
    await shown(desktop, /^cancel:/);
    await expect(page.getByRole('list', { name: 'Running now' }).getByText('Work')).toBeVisible();
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(
      page.getByText(`Attached to the headless Luka (process ${headless.process.pid})`),
    ).toBeVisible();

    // It ends: the menu says so instead of showing what was.
    await openGate(home, 'work');
    await gone(desktop, /^cancel:/);
    await headless.process.end();
    await shown(desktop, /^start-here$/);
    expect((await desktop.trayLook()).image).toBe('tray-attentionTemplate.png');
    // Another one takes its place, at other ports, and is found.
    const next = await startHeadless(home);
    await shown(desktop, /^task:work$/);
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 30_000 });
    expect(await desktop.quit()).toBe(0);
    expect(await new AskedLuka(next).runs()).toHaveLength(1);
    await next.process.end();
  } finally {
    await standIn.stop();
    await headless.process.end();
  }
});

test('where that one has ended, Luka starts here when the person wants it', async ({ home }) => {
  await prepareHome(home, {});
  const headless = await startHeadless(home);
  const attached = await launchStandIn({ home });
  try {
    await attached.firstPage;
    await headless.process.end();
    await shown(attached.desktop, /^start-here$/);
    await attached.desktop.clickTray('start-here');
    expect(await attached.luka.ended).toBe(0);
    // What was recorded went with it; the stand-in says it, too, and does not do it.
    expect(attached.luka.output()).toContain('relaunch\n');
  } finally {
    await attached.stop();
    await headless.process.end();
  }
  const own = await launchStandIn({ home });
  try {
    await own.firstPage;
    expect((await own.desktop.trayMenu())[0]?.id).toBe('counts');
  } finally {
    expect(await own.stop()).toBe(0);
  }
});
