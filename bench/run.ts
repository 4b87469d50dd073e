import { measureAnswers } from "./answers.ts";
import * as ours from "./ours.ts";
import * as peer from "./peer.ts";
import type { Measured } from "./measure.ts";

/** One measurement, in a process of its own: `run.ts CONTESTANT MEASUREMENT REPLICAS`. Prints what it showed as JSON. */
async function measure(contestant: string, measurement: string, replicas: number): Promise<Measured> {
  switch (`${contestant} ${measurement}`) {
    case "ours rollout":
      return ours.measureRollout(replicas);
    case "real rollout":
    case "stepped rollout":
      return peer.measureRollout(replicas, contestant as peer.Drive);
    case "ours idle":
      return ours.measureIdle(replicas);
    case "real idle":
      return peer.measureIdle(replicas);
    case "ours answers":
      return measureAnswers(replicas);
    default:
      throw new Error(`no measurement ${contestant} ${measurement}`);
  }
}

const [contestant = "", measurement = "", replicas = ""] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await measure(contestant, measurement, Number(replicas))), () => process.exit(0));
