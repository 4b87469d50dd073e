import { flag } from "../cri/arguments.ts";
import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";
import { networkFailure } from "../cri/network-failure.ts";
import { tagsOf } from "../cri/official-images.ts";
import type { Process } from "../cri/process.ts";
import { readAll } from "../cri/text-stream.ts";

const port = 3306;
const mebibyte = 1024 * 1024;

/** The database server as a cluster sees it: its start, its settings, its port. SQL beyond a sign of life is refused. */
export const mysql: ImageProgram = {
  image: "mysql",
  tags: tagsOf("5 5.5 5.6 5.6.51 5.7 5.7.35 5.7.44 8 8.0 8.0.0..43 8.1 8.2 8.3 8.4 8.4.0..6 9 9.0 9.1 9.2 9.3 9.4 lts innovation", "debian oracle oraclelinux9"),
  sizeMiB: 170,
  executable: "/usr/sbin/mysqld",
  entrypoint: ["docker-entrypoint.sh"],
  command: ["mysqld"],
  userland: "debian",
  memoryMiB: 5,
  programs: { "/usr/local/bin/docker-entrypoint.sh": entrypoint, "/usr/bin/mysql": client, "/usr/bin/mysqladmin": admin },

  async run(process) {
    const version = versionOf(process);
    const log = (message: string) => process.printError(`${formatTime(process.clock.now(), "%FT%T.000000Z")} 0 [System] ${message}`);
    log(`[MY-010116] [Server] /usr/sbin/mysqld (mysqld ${version}) starting as process ${process.pid}`);
    await process.allocate(350 * mebibyte);
    await process.startUp(process.random.integer(1500, 2500));
    process.listenTcp(port, (connection) => process.clock.spawn(async () => {
      try {
        await connection.write(`J\0\0\0\n${version}\0`);
        const login = await connection.read();
        if (login !== undefined) await connection.write(login.trim() === password(process) ? "OK\n" : "ERR\n");
      } catch (error) {
        networkFailure(error);
      }
    }));
    log(`[MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: ${port}  MySQL Community Server - GPL.`);
    process.onSignal("TERM", () => {
      log("[MY-013172] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld.");
      process.clock.after(1000, () => {
        log(`[MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete (mysqld ${version})  MySQL Community Server - GPL.`);
        process.exit(0);
      });
    });
    return await process.forever();
  },
};

/** What the server accepts; the image's variables say. */
function password({ env }: Process): string {
  return env["MYSQL_ROOT_PASSWORD"] ?? "";
}

async function entrypoint(process: Process): Promise<number> {
  if (process.args[0] !== "mysqld" && process.args[0]?.startsWith("-") !== true) return await process.exec(process.args);
  const argv = process.args[0]?.startsWith("-") === true ? ["mysqld", ...process.args] : process.args;
  const note = (level: string, message: string) => process.print(`${formatTime(process.clock.now(), "%F %T")}+00:00 [${level}] [Entrypoint]: ${message}`);
  note("Note", `Entrypoint script for MySQL Server ${versionOf(process)}-1.el9 started.`);
  const { env, files } = process;
  if (files.exists("/var/lib/mysql/mysql")) return await process.exec(argv);
  if ((env["MYSQL_ROOT_PASSWORD"] ?? "") === "" && env["MYSQL_ALLOW_EMPTY_PASSWORD"] === undefined && env["MYSQL_RANDOM_ROOT_PASSWORD"] === undefined) {
    note("ERROR", "Database is uninitialized and password option is not specified");
    process.printError("    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n    - MYSQL_RANDOM_ROOT_PASSWORD");
    return 1;
  }
  note("Note", "Initializing database files");
  await process.startUp(process.random.integer(5000, 6500));
  files.makeDirectory("/var/lib/mysql/mysql", true);
  if (env["MYSQL_DATABASE"] !== undefined) note("Note", `Creating database ${env["MYSQL_DATABASE"]}`);
  if (env["MYSQL_USER"] !== undefined) note("Note", `Creating user ${env["MYSQL_USER"]}`);
  note("Note", "MySQL init process done. Ready for start up.");
  return await process.exec(argv);
}

function versionOf({ imageTag }: Process): string {
  const version = /^\d+(?:\.\d+){0,2}/.exec(imageTag)?.[0] ?? "9.4";
  return { "5": "5.7.44", "5.6": "5.6.51", "5.7": "5.7.44", "8": "8.4.6", "8.0": "8.0.43", "8.4": "8.4.6", "9": "9.4.0" }[version] ?? (version.split(".").length === 3 ? version : `${version}.0`);
}

interface Target {
  readonly host: string;
  readonly user: string;
  readonly password: string;
}

function target(process: Process): Target {
  const { args } = process;
  const attached = (short: string) => args.find((arg) => new RegExp(`^-${short}.+`).test(arg))?.slice(2);
  return {
    host: flag(args, "host") ?? attached("h") ?? flag(args, "h") ?? "127.0.0.1",
    user: flag(args, "user") ?? attached("u") ?? flag(args, "u") ?? "root",
    password: args.find((arg) => arg.startsWith("--password="))?.slice("--password=".length) ?? args.find((arg) => /^-p.+/.test(arg))?.slice(2) ?? process.env["MYSQL_PWD"] ?? "",
  };
}

/** Logs in; the error is the client's own. */
async function logIn(process: Process, { host, user, password: secret }: Target): Promise<string | undefined> {
  try {
    const connection = await process.connect(host, port, 10_000);
    await connection.read();
    await connection.write(`${secret}\n`);
    const answer = await connection.read();
    connection.end();
    return answer?.startsWith("OK") === true ? undefined : `ERROR 1045 (28000): Access denied for user '${user}'@'${process.network.ip}' (using password: ${secret === "" ? "NO" : "YES"})`;
  } catch (error) {
    const { code } = networkFailure(error);
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `ERROR 2005 (HY000): Unknown MySQL server host '${host}' (-2)`;
    return `ERROR 2003 (HY000): Can't connect to MySQL server on '${host}:${port}' (${code === "ECONNREFUSED" ? 111 : 110})`;
  }
}

/** mysqladmin ping: alive even when the login is refused, as upstream. */
async function admin(process: Process): Promise<number> {
  const failure = await logIn(process, target(process));
  if (failure !== undefined && !failure.startsWith("ERROR 1045")) {
    process.printError(`mysqladmin: connect to server at '${target(process).host}' failed\nerror: '${failure}'`);
    return 1;
  }
  if (process.args.includes("ping")) process.print("mysqld is alive");
  return 0;
}

async function client(process: Process): Promise<number> {
  const failure = await logIn(process, target(process));
  if (failure !== undefined) {
    process.printError(failure);
    return 1;
  }
  const statement = flag(process.args, "e") ?? flag(process.args, "execute") ?? (await readAll(process.stdin));
  for (const text of statement.split(";").map((part) => part.trim()).filter((part) => part !== "")) {
    const answer = evaluate(process, text);
    if (answer === undefined) {
      process.printError(`ERROR: this statement is not simulated: ${text}`);
      return 1;
    }
    process.print(answer);
  }
  return 0;
}

function evaluate(process: Process, statement: string): string | undefined {
  const number = /^select\s+(\d+)$/i.exec(statement)?.[1];
  if (number !== undefined) return `${number}\n${number}`;
  if (/^select\s+version\(\)$/i.test(statement)) return `VERSION()\n${versionOf(process)}`;
  if (/^show\s+databases$/i.test(statement)) return ["Database", "information_schema", "mysql", "performance_schema", "sys", ...(process.env["MYSQL_DATABASE"] === undefined ? [] : [process.env["MYSQL_DATABASE"]])].join("\n");
  return undefined;
}
