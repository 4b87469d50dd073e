import { flag } from "../cri/arguments.ts";
import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";
import { networkFailure } from "../cri/network-failure.ts";
import { tagsOf } from "../cri/official-images.ts";
import type { Process } from "../cri/process.ts";

const port = 5432;

/** The database server as a cluster sees it: its start, its settings, its port. SQL beyond a sign of life is refused. */
export const postgres: ImageProgram = {
  image: "postgres",
  tags: tagsOf("9 9.4 9.5 9.6 9.6.24 10 10.1 10.4 10.23 11 11.1 11.22 12 12.1 12.22 13 13.1..22 14 14.0..19 15 15.0..14 16 16.0..10 17 17.0..6 18", "alpine bookworm bullseye trixie"),
  sizeMiB: 150,
  executable: "/usr/lib/postgresql/bin/postgres",
  entrypoint: ["docker-entrypoint.sh"],
  command: ["postgres"],
  env: { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/lib/postgresql/bin", PGDATA: "/var/lib/postgresql/data" },
  stopSignal: "INT",
  userland: "debian",
  memoryMiB: 30,
  programs: { "/usr/local/bin/docker-entrypoint.sh": entrypoint, "/usr/bin/pg_isready": isReady, "/usr/bin/psql": psql },

  async run(process) {
    const log = (message: string) => process.printError(`${formatTime(process.clock.now(), "%F %T.000 UTC")} [${process.pid}] LOG:  ${message}`);
    log(`starting PostgreSQL ${versionOf(process)} on x86_64-pc-linux-gnu, 64-bit`);
    await process.startUp(process.random.integer(200, 500));
    process.listenTcp(port, (connection) => connection.end());
    log(`listening on IPv4 address "0.0.0.0", port ${port}`);
    log("database system is ready to accept connections");
    const stop = (words: string) => () => {
      log(words);
      log("database system is shut down");
      process.exit(0);
    };
    process.onSignal("INT", stop("received fast shutdown request"));
    process.onSignal("TERM", stop("received smart shutdown request"));
    return await process.forever();
  },
};

async function entrypoint(process: Process): Promise<number> {
  const { args, env, files } = process;
  if (args[0] !== "postgres" && args[0]?.startsWith("-") !== true) return await process.exec(args);
  const argv = args[0] === "postgres" ? args : ["postgres", ...args];
  const data = env["PGDATA"] ?? "/var/lib/postgresql/data";
  if (files.exists(`${data}/PG_VERSION`)) {
    process.print("\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n");
    return await process.exec(argv);
  }
  if ((env["POSTGRES_PASSWORD"] ?? "") === "" && env["POSTGRES_HOST_AUTH_METHOD"] !== "trust") {
    process.printError('Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".');
    return 1;
  }
  process.print("The files belonging to this database system will be owned by user \"postgres\".");
  await process.startUp(process.random.integer(1500, 2500));
  files.makeDirectory(data, true);
  files.write(`${data}/PG_VERSION`, `${versionOf(process).split(".")[0]}\n`);
  process.print("\nPostgreSQL init process complete; ready for start up.\n");
  return await process.exec(argv);
}

function versionOf({ imageTag }: Process): string {
  const version = /^\d+(?:\.\d+)?/.exec(imageTag)?.[0] ?? "18.0";
  return version.includes(".") ? version : `${version}.4`;
}

async function isReady(process: Process): Promise<number> {
  const host = flag(process.args, "h") ?? flag(process.args, "host") ?? "127.0.0.1";
  const where = `${host === "127.0.0.1" ? "/var/run/postgresql" : host}:${port}`;
  try {
    (await process.connect(host, port, 3000)).end();
    process.print(`${where} - accepting connections`);
    return 0;
  } catch (error) {
    networkFailure(error);
    process.print(`${where} - no response`);
    return 2;
  }
}

async function psql(process: Process): Promise<number> {
  const host = flag(process.args, "h") ?? flag(process.args, "host") ?? "127.0.0.1";
  const statement = flag(process.args, "c") ?? flag(process.args, "command") ?? "";
  try {
    (await process.connect(host, port, 10_000)).end();
  } catch (error) {
    const { code } = networkFailure(error);
    process.printError(code === "ENOTFOUND" ? `psql: error: could not translate host name "${host}" to address: Name or service not known` : `psql: error: connection to server at "${host}", port ${port} failed: ${code === "ECONNREFUSED" ? "Connection refused" : "Connection timed out"}\n\tIs the server running on that host and accepting TCP/IP connections?`);
    return 2;
  }
  const number = /^\s*select\s+(\d+)\s*;?\s*$/i.exec(statement)?.[1];
  if (number === undefined) {
    process.printError(`ERROR:  this statement is not simulated: ${statement}`);
    return 1;
  }
  process.print(` ?column? \n----------\n        ${number}\n(1 row)\n`);
  return 0;
}
