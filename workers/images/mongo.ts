import { flag } from "../cri/arguments.ts";
import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";
import { networkFailure } from "../cri/network-failure.ts";
import { tagsOf } from "../cri/official-images.ts";
import type { Process } from "../cri/process.ts";

const port = 27017;

/** The document database as a cluster sees it: its start and its port. Queries beyond a sign of life are refused. */
export const mongo: ImageProgram = {
  image: "mongo",
  tags: tagsOf("3 3.4 3.6 4 4.0 4.2 4.2.24 4.4 4.4.0..29 5 5.0 5.0.0..31 6 6.0 6.0.0..26 7 7.0 7.0.0..25 8 8.0 8.0.0..15 8.2", "jammy focal noble"),
  sizeMiB: 270,
  executable: "/usr/bin/mongod",
  entrypoint: ["docker-entrypoint.sh"],
  command: ["mongod"],
  userland: "debian",
  memoryMiB: 160,
  programs: {
    "/usr/local/bin/docker-entrypoint.sh": (process) => process.exec(process.args[0]?.startsWith("-") === true ? ["mongod", ...process.args] : process.args),
    "/usr/bin/mongosh": shell,
    "/usr/bin/mongo": shell,
  },

  async run(process) {
    const listenPort = Number(flag(process.args, "port") ?? port);
    const log = (component: string, id: number, message: string, attributes: object = {}) =>
      process.print(JSON.stringify({ t: { $date: formatTime(process.clock.now(), "%FT%T.000+00:00") }, s: "I", c: component, id, ctx: "initandlisten", msg: message, attr: attributes }));
    log("CONTROL", 4615611, "MongoDB starting", { pid: process.pid, port: listenPort, host: process.hostname });
    await process.startUp(process.random.integer(800, 1600));
    process.listenTcp(listenPort, (connection) => connection.end());
    log("NETWORK", 23016, "Waiting for connections", { port: listenPort, ssl: "off" });
    process.onSignal("TERM", () => {
      log("CONTROL", 23377, "Received signal", { signal: 15, error: "Terminated" });
      process.clock.after(500, () => process.exit(0));
    });
    return await process.forever();
  },
};

async function shell(process: Process): Promise<number> {
  const [, host = "127.0.0.1", otherPort] = /^(?:mongodb:\/\/(?:[^@]*@)?)?([\w.-]+)(?::(\d+))?/.exec(process.args.find((arg) => /^mongodb:|^[\w.-]+:\d+/.test(arg)) ?? flag(process.args, "host") ?? "") ?? [];
  const target = `${host}:${otherPort ?? port}`;
  try {
    (await process.connect(host, Number(otherPort ?? port), 10_000)).end();
  } catch (error) {
    const { code } = networkFailure(error);
    process.printError(`MongoNetworkError: connect ${code} ${target}`);
    return 1;
  }
  const script = flag(process.args, "eval") ?? "";
  if (/ping|hello|isMaster/.test(script)) process.print("{ ok: 1 }");
  else if (script !== "") {
    process.printError(`MongoServerError: this command is not simulated: ${script}`);
    return 1;
  }
  return 0;
}
