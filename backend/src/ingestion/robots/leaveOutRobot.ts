import type { Metrics } from '../../telemetry/metrics.ts';
import type { Payload } from '../samples/payload.ts';
import type { Sender } from '../senders/authenticate.ts';
import { isPage } from '../senders/writeScope.ts';
import { createIsRobot } from './isRobot.ts';
import type { RobotSamples } from './robotSamples.ts';

/**
 * Leaves out a batch that a robot sent, and counts its samples apart. It goes no further: nothing is committed, and the ledger needs no
 * row, because a repeat is left out as well.
 * @returns false, with nothing done, for a batch that counts
 */
export type LeaveOutRobot = (sender: Sender, payload: Payload, userAgent: string | undefined) => boolean;

export function createLeaveOutRobot(deps: { robotSamples: RobotSamples; metrics: Metrics }): LeaveOutRobot {
  const isRobot = createIsRobot();

  return (sender, payload, userAgent) => {
    if (sender.countRobots) return false;
    // Programs on servers have the User-Agents of robots by right.
    const isLeftOut = payload.robot === true || (isPage(sender.writes) && isRobot(userAgent));
    if (!isLeftOut) return false;
    deps.robotSamples.note(sender.apiKeyId, payload.samples.length);
    deps.metrics.samplesFromRobots.inc(payload.samples.length);
    return true;
  };
}
