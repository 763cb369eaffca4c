/** Stands for launchctl(1) of macOS in tests: hands its arguments to the stand-in's launchd. Never ships. */
import { askLaunchd } from './ask-launchd.ts';

const { code, out, err } = await askLaunchd(process.env['STAND_IN_FOLDER']!, { args: process.argv.slice(2) });
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
