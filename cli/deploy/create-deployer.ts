import { systemClock } from '#runtime/clock.ts';
import { LukaDeployer } from '#runtime/deploy/luka/luka-deployer.ts';
import { createRunningLuka } from '#runtime/deploy/luka/running-luka.ts';
import { openHome } from '#runtime/home/open-home.ts';
import type { CliContext } from '../context.ts';
import { chooseService, type ChosenService } from './choose-service.ts';

/** @throws LukaError launchd_absent, deploy_other_running, home_* */
export async function createDeployer(
  context: CliContext,
  wanted?: 'system',
): Promise<ChosenService & { deployer: LukaDeployer }> {
  const chosen = await chooseService(context.env, wanted);
  const layout = await openHome(context.home());
  const { terminal } = context;
  const deployer = new LukaDeployer({
    layout,
    service: chosen.service,
    env: chosen.env,
    running: createRunningLuka(layout),
    clock: systemClock,
    waitMs: Number(context.env['LUKA_DEPLOY_WAIT_MS']) || undefined,
    onStep: (words) => {
      if (!context.json()) void terminal.note(terminal.style('dim', words, 'err'));
    },
  });
  return { ...chosen, deployer };
}
